import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { writeProject } from '../fixtures/written-project'
import { timeLaunch } from './ui/launch'
import { timeScrolling, type Scrolled } from './ui/scrolling'
import { timeSitting, type SittingTimes } from './ui/sitting'
import { openBenchWindow } from './ui/window'

export const title = 'Keys, lists and launch in a project of 5,000 topics with three drafts each'

const TOPICS = 5000
const LIMITS = { mark: 50, next: 100, firstScreen: 2000 }

/** Times in milliseconds are told as they are; a floor holds how often each fits its limit. */
export default async function bench(): Promise<{
  figures: Record<string, number>
  floors: Record<string, number>
}> {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'understudy-bench-'))
  try {
    const large = await project(dir, 'large', TOPICS)
    const small = await project(dir, 'small', 60)
    const launches: number[] = []
    for (let round = 0; round < 3; round += 1) launches.push(await timeLaunch(large))
    const beside = await measure(small, { list: false })
    const { sitting, scrolled } = await measure(large, { list: true })
    if (!scrolled) throw new Error('The list was not scrolled.')
    const mark = median(sitting.marks)
    const next = median(sitting.next)
    const firstScreen = median(launches)
    return {
      figures: rounded({
        markMs: mark,
        markP95Ms: percentile(sitting.marks, 0.95),
        nextTopicMs: next,
        nextTopicP95Ms: percentile(sitting.next, 0.95),
        firstScreenMs: firstScreen,
        listFrames: scrolled.frames,
        listFramesDropped: scrolled.framesDropped,
        listRowsSeen: scrolled.rowsSeen,
        listRowsBlank: scrolled.blankRows,
        markFitsLimit: LIMITS.mark / mark,
        nextTopicFitsLimit: LIMITS.next / next,
        firstScreenFitsLimit: LIMITS.firstScreen / firstScreen,
        listRowsShown: 1 - scrolled.blankRows / scrolled.rowsSeen,
        markAgainstSmallProject: median(beside.sitting.marks) / mark,
        nextTopicAgainstSmallProject: median(beside.sitting.next) / next
      }),
      floors: {
        markFitsLimit: 1,
        nextTopicFitsLimit: 1,
        firstScreenFitsLimit: 1,
        listRowsShown: 1,
        // As fast as with 60 topics, but for what such a measurement wavers.
        markAgainstSmallProject: 0.6,
        nextTopicAgainstSmallProject: 0.6
      }
    }
  } finally {
    fs.rmSync(dir, { recursive: true, force: true, maxRetries: 5 })
  }
}

async function project(dir: string, name: string, topics: number): Promise<string> {
  const projectDir = path.join(dir, name)
  await writeProject({ projectDir, topics, personas: 3, ranked: Math.floor(topics / 10) })
  return projectDir
}

async function measure(
  projectDir: string,
  { list }: { list: boolean }
): Promise<{ sitting: SittingTimes; scrolled: Scrolled | null }> {
  const { page, close } = await openBenchWindow(projectDir)
  try {
    await page.locator('main#page h2:visible').first().waitFor()
    const sitting = await timeSitting(page)
    return { sitting, scrolled: list ? await timeScrolling(page) : null }
  } finally {
    await close()
  }
}

const rounded = (figures: Record<string, number>): Record<string, number> =>
  Object.fromEntries(
    Object.entries(figures).map(([name, value]) => [name, Number(value.toPrecision(4))])
  )

const median = (values: number[]): number => percentile(values, 0.5)

function percentile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN
}
