import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { Preset } from '@contract/training'
import type { App } from '../../app'
import { AppError, toAppError } from '../../app-error'
import { createClient } from '../../client'
import { openTerminalApp } from '../open-app'
import { say } from '../terminal'
import { watchJob } from '../watch-job'
import { hasLearned, type FailedTour, type TourReport } from './report'
import { addTopics, DRAFTS, exportModel, rankAll, scoreOf, SEEDS, train, write } from './stages'
import { heldOut, persona, topics } from './story'
import { CATCHPHRASE, FEWEST_WORDS, LONGEST_WORDS } from './taste'
import { tellEnd } from './tell'

/** `understudy tour [--out DIR] [--preset NAME]`: the whole loop, real in every part, judged by a rule. */
export async function tourCommand(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { out: { type: 'string' }, preset: { type: 'string', default: 'recommended' } }
  })
  const preset = presetCalled(values.preset)
  const kept = values.out === undefined ? null : path.resolve(values.out)
  const dir = kept ?? fs.mkdtempSync(path.join(os.tmpdir(), 'understudy-tour-'))
  const projectDir = newFolder(dir)
  const app = await openTerminalApp({ projectDir })
  try {
    const report = await takeTour(app, preset).catch((thrown: unknown) => {
      writeReport(dir, { ok: false, error: toAppError(thrown).toEnvelope() })
      throw thrown
    })
    writeReport(dir, report)
    if (kept) say(`\nThe project is in ${projectDir}, the report beside it.`)
    return report.ok ? 0 : 1
  } finally {
    await app.close()
    if (!kept) fs.rmSync(dir, { recursive: true, force: true })
  }
}

/** Also of a tour that failed: whoever looks for the report must not find an earlier one's. */
function writeReport(dir: string, report: TourReport | FailedTour): void {
  fs.writeFileSync(path.join(dir, 'tour-report.json'), `${JSON.stringify(report, null, 2)}\n`)
}

/** Of an earlier tour nothing is overwritten; in its project the tuned model would write from the start. */
function newFolder(dir: string): string {
  for (let number = 1; ; number += 1) {
    const folder = path.join(dir, number === 1 ? 'project' : `project-${String(number)}`)
    if (!fs.existsSync(folder)) return folder
  }
}

function presetCalled(name: string): Preset {
  const { success, data } = Preset.safeParse(name)
  if (success) return data
  throw new AppError({
    code: 'invalid_input',
    message: `There is no preset called ${name}. There are ${Preset.options.join(', ')}.`
  })
}

async function takeTour(app: App, preset: Preset): Promise<TourReport> {
  const startedAt = new Date()
  const call = createClient(app.handlers)
  const clock = stopwatch()
  say(`\nUnderstudy, the whole loop. The taste to learn: a piece opens with “${CATCHPHRASE}”`)
  say(
    `and has ${String(FEWEST_WORDS)} to ${String(LONGEST_WORDS)} words. Nobody tells the model; it learns from rankings and edits.`
  )

  say('\n1  Python, for training only')
  await watchJob(app, (await call('python.build', {})).jobId)
  const prepare = clock()

  say('\n2  A persona, its topics, and three drafts of each by the starter model')
  const { id: personaId } = await call('personas.create', persona)
  const trainingTopics = await addTopics(call, personaId, topics)
  const heldOutTopics = await addTopics(call, personaId, heldOut)
  await write(app, call, trainingTopics, SEEDS.training)
  await write(app, call, heldOutTopics, SEEDS.heldOut)
  const before = await scoreOf(call, heldOutTopics)
  const generate = clock()

  say('\n3  A scripted person ranks: shorter is better, and each winner is edited')
  const ranked = await rankAll(call, trainingTopics)
  say(
    `  ✓ ${String(ranked.rankings)} rankings and ${String(ranked.edits)} edits make ${String(ranked.pairs)} pairs`
  )

  say('\n4  Training: imitate (SFT), then prefer (DPO)')
  clock()
  const { run, sft, dpo } = await train(app, call, preset)
  const trained = clock()

  say('\n5  Export: merge, convert, check, quantize')
  const model = await exportModel(app, call, run.adapterId)
  const exported = clock()

  say('\n6  The tuned model writes the held-out topics')
  await call('engines.update', { writer: { engine: 'embedded', modelId: model.id } })
  await write(app, call, heldOutTopics, SEEDS.heldOut)
  const after = await scoreOf(call, heldOutTopics)
  const generateAfter = clock()

  const report: TourReport = {
    ok: hasLearned(before, after) && model.canaryAgrees === true,
    startedAt: startedAt.toISOString(),
    durations: {
      prepare: inSeconds(prepare),
      generate: inSeconds(generate + generateAfter),
      train: inSeconds(trained),
      export: inSeconds(exported),
      total: inSeconds(Date.now() - startedAt.getTime())
    },
    drafts: (trainingTopics.length + 2 * heldOutTopics.length) * DRAFTS,
    ...ranked,
    training: {
      sft: {
        firstLoss: sft.firstLoss,
        lastLoss: sft.lastLoss,
        tokensPerSecond: sft.tokensPerSecond
      },
      dpo: {
        firstLoss: dpo.firstLoss,
        lastLoss: dpo.lastLoss,
        tokensPerSecond: dpo.tokensPerSecond,
        preferenceAccuracy: dpo.preferenceAccuracy
      }
    },
    export: {
      ggufPath: model.path,
      quantization: model.quantization ?? '',
      canaryAgrees: model.canaryAgrees === true
    },
    before,
    after,
    peakMemoryMb: Math.round(
      Math.max(sft.peakMemoryMb, dpo.peakMemoryMb, process.resourceUsage().maxRSS / 1024)
    )
  }
  tellEnd(report)
  return report
}

/** Milliseconds since the last call. */
function stopwatch(): () => number {
  let last = Date.now()
  return () => {
    const now = Date.now()
    const lap = now - last
    last = now
    return lap
  }
}

const inSeconds = (ms: number): number => Math.round(ms / 100) / 10
