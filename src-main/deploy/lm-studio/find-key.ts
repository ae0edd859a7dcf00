import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Repair } from '@contract/deployments'
import type { LmStudioHome } from '../../generation/lm-studio/home'
import type { LmStudioModel } from '../../generation/lm-studio/models'
import { RETRY, StepFailure } from '../deployment/step-failure'
import type { TargetContext } from '../deployment/target'
import { lookInIndex, type Indexed } from './index-cache'
import { keyOfPath } from './lms'
import { modelsOf, type Studio } from './studio'

export type IndexWait = {
  /** From the file's arrival to giving up. LM Studio names no time; most take seconds. */
  timeoutMs: number
  pollMs: number
}

/** Its command starts a program each time, so it is asked in every so manieth round. */
const ROUNDS_A_COMMAND = 5

/**
 * Waits until LM Studio lists the placed file, and returns its key. The key is found by the file's
 * path, never computed: in LM Studio's index, by its command, or, where both are silent, as the one
 * that came into the list with the file.
 *
 * @throws StepFailure when it is not listed in time, with what the index says of the file
 */
export async function findKey(
  { studio, placed, limits }: { studio: Studio; placed: string; limits: IndexWait },
  { deployment, signal, progress }: Pick<TargetContext, 'deployment' | 'signal' | 'progress'>
): Promise<string> {
  const { home } = studio
  if (!home) throw new Error('A file was placed where there is no LM Studio.')
  const startedAt = Date.now()
  for (let round = 0; ; round += 1) {
    signal.throwIfAborted()
    const models = await modelsOf(studio)
    const asked = round % ROUNDS_A_COMMAND === 0
    const key = await keyFor({ home, placed, asked, models, before: deployment.findings })
    if (key !== null && models.some(({ id }) => id === key)) return key
    const waitedMs = Date.now() - startedAt
    if (waitedMs > limits.timeoutMs) throw notIndexed({ home, placed, waitedMs })
    progress(null, sayWaiting(waitedMs))
    await wait(limits.pollMs, undefined, { signal })
  }
}

async function keyFor(options: {
  home: LmStudioHome
  placed: string
  asked: boolean
  models: readonly LmStudioModel[]
  before: { keysBefore: string[] | null; placed: { sizeBytes: number } | null }
}): Promise<string | null> {
  const { home, placed, asked, models, before } = options
  const indexed = lookInIndex(home.dir, placed)
  if (indexed.known) return indexed.key
  if (!asked) return null
  const relative = path.relative(home.modelsFolder, placed)
  const listed = home.lms === null ? null : await keyOfPath(home.lms, relative)
  return listed ?? newcomer(models, before)
}

/** The one key that came with the file, if there is just one and its size does not speak against it. */
function newcomer(
  models: readonly LmStudioModel[],
  before: { keysBefore: string[] | null; placed: { sizeBytes: number } | null }
): string | null {
  const { keysBefore, placed } = before
  if (keysBefore === null || placed === null) return null
  const known = new Set(keysBefore)
  const come = models.filter(
    ({ id, sizeBytes }) => !known.has(id) && (sizeBytes === null || sizeBytes === placed.sizeBytes)
  )
  return come.length === 1 ? (come[0]?.id ?? null) : null
}

function sayWaiting(waitedMs: number): string {
  const seconds = Math.round(waitedMs / 1000)
  if (seconds < 20) return `Usually under 20 seconds, ${String(seconds)} so far`
  return `Not in its list after ${String(seconds)} seconds; LM Studio may be busy`
}

function notIndexed({
  home,
  placed,
  waitedMs
}: {
  home: LmStudioHome
  placed: string
  waitedMs: number
}): StepFailure {
  const repairs: Repair[] = [
    RETRY,
    { kind: 'showFile', file: placed, folder: path.dirname(placed) }
  ]
  const seconds = String(Math.max(1, Math.round(waitedMs / 1000)))
  return new StepFailure({
    code: 'engine_no_model',
    message: `${whyNot(lookInIndex(home.dir, placed), seconds)} The file is safe in its place.`,
    remedy: {
      text: 'Close LM Studio and open it again: it looks through its folder then. After that, go on here.',
      action: 'retry'
    },
    detail: placed,
    repairs
  })
}

function whyNot(indexed: Indexed, seconds: string): string {
  if (indexed.known) {
    return `LM Studio’s index has the file as “${indexed.key}”, but its list did not show it within ${seconds} seconds.`
  }
  const said = indexed.reason === null ? '' : ` It says: “${indexed.reason.slice(0, 200)}”.`
  switch (indexed.bucket) {
    case 'badModels':
      return `LM Studio has seen the file and counts it among the bad ones.${said}`
    case 'conflicts':
      return `LM Studio has seen the file and holds that it conflicts with another.${said}`
    case 'unclassifiedFiles':
      return `LM Studio has seen the file and does not know what it is.${said}`
    case 'errors':
      return `LM Studio met an error with the file.${said}`
    default:
      return `LM Studio has not taken notice of the file in ${seconds} seconds: its index does not mention it.`
  }
}
