import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { Preset } from '@contract/training'
import type { App } from '../../app'
import { AppError, toAppError } from '../../app-error'
import { createClient, type Client } from '../../client'
import { openTerminalApp } from '../open-app'
import { say, seconds, table } from '../terminal'
import { watchJob } from '../watch-job'
import { hasLearned, type FailedTour, type Score, type TourReport } from './report'
import { heldOut, persona, promptFor, topics } from './story'
import { CATCHPHRASE, edited, FEWEST_WORDS, judge, LONGEST_WORDS, rankByLength } from './taste'

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

const DRAFTS = 3
const SAMPLING = { temperature: 0.7, topP: 0.95, minP: 0.05, maxTokens: 120 }
const SEEDS = { training: 1, heldOut: 2 }

async function addTopics(call: Client, personaId: string, titles: readonly string[]) {
  const added: string[] = []
  for (const title of titles) {
    const topic = await call('topics.create', { personaId, title, prompt: promptFor(title) })
    added.push(topic.id)
  }
  return added
}

async function write(app: App, call: Client, topicIds: string[], seed: number): Promise<void> {
  const { jobId } = await call('drafts.write', {
    topicIds,
    count: DRAFTS,
    sampling: SAMPLING,
    seed
  })
  await watchJob(app, jobId)
}

async function rankAll(call: Client, topicIds: readonly string[]) {
  let pairs = 0
  for (const topicId of topicIds) {
    const item = await call('rankings.item', { topicId })
    const groups = rankByLength(item.drafts)
    const winner = item.drafts.find(({ id }) => id === groups[0]?.[0])
    if (!winner) throw new Error(`“${item.title}” has no drafts to rank.`)
    const { ranking } = await call('rankings.submit', {
      topicId,
      groups,
      presentation: item.drafts.map(({ id }) => id),
      seed: item.seed,
      elapsedMs: 0,
      edit: { draftId: winner.id, text: edited(winner.text) }
    })
    pairs += ranking.pairs
  }
  return { rankings: topicIds.length, edits: topicIds.length, pairs }
}

async function train(app: App, call: Client, preset: Preset) {
  const { suggestedName } = await call('runs.preview', {})
  const started = await call('runs.start', { name: suggestedName, preset })
  await watchJob(app, started.jobId)
  const run = await call('runs.get', { id: started.id })
  const { sft, dpo } = run
  if (!sft || !dpo) throw new Error('The run ended without a summary of its stages.')
  return { run, sft, dpo }
}

async function exportModel(app: App, call: Client, adapterId: string | null) {
  if (adapterId === null) throw new Error('The run ended without an adapter.')
  const { jobId } = await call('models.export', { adapterId, quantizations: ['Q4_K_M'] })
  await watchJob(app, jobId)
  const model = (await call('models.list', {})).findLast(({ kind }) => kind === 'gguf')
  if (!model) throw new Error('The export ended without a model.')
  return model
}

/** The share of the held-out drafts that pass the rule, topic by topic. */
async function scoreOf(call: Client, topicIds: readonly string[]): Promise<Score> {
  const perTopic: Score['perTopic'] = []
  for (const topicId of topicIds) {
    const { title } = await call('topics.get', { id: topicId })
    const verdicts = (await call('drafts.list', { topicId })).map(({ text }) => judge(text))
    const share = (passes: (verdict: ReturnType<typeof judge>) => boolean): number =>
      verdicts.filter(passes).length / verdicts.length
    perTopic.push({
      topic: title,
      score: share(({ passes }) => passes),
      opens: share(({ opens }) => opens),
      words: Math.round(verdicts.reduce((sum, { words }) => sum + words, 0) / verdicts.length)
    })
  }
  return { score: perTopic.reduce((sum, { score }) => sum + score, 0) / perTopic.length, perTopic }
}

function tellEnd({ before, after, ok, durations, export: made }: TourReport): void {
  const percent = (share: number): string => `${String(Math.round(share * 100))}%`
  const rows = before.perTopic.map((one, index) => {
    const then = after.perTopic[index]
    return [
      one.topic,
      percent(one.score),
      percent(then?.score ?? 0),
      String(one.words),
      String(then?.words ?? 0)
    ]
  })
  say('\nHeld-out topics, never ranked and never trained on: drafts that follow the taste\n')
  say(
    table([
      ['Topic', 'before', 'after', 'words', 'words after'],
      ...rows,
      ['All', percent(before.score), percent(after.score), '', '']
    ])
  )
  say(
    `\n  The canary ${made.canaryAgrees ? 'agrees: the exported model answers like the trained one' : 'does not agree'}.`
  )
  say(
    `  Training took ${seconds(durations.train * 1000)}, all of it ${seconds(durations.total * 1000)}.`
  )
  say(ok ? '\nThe taste was learned.' : '\nThe taste was not learned.')
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
