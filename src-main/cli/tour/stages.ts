import type { Model } from '@contract/models'
import type { Preset, Run, StageSummary } from '@contract/training'
import type { App } from '../../app'
import type { Client } from '../../client'
import { watchJob } from '../watch-job'
import type { Score } from './report'
import { promptFor } from './story'
import { edited, judge, rankByLength } from './taste'

export const DRAFTS = 3
const SAMPLING = { temperature: 0.7, topP: 0.95, minP: 0.05, maxTokens: 120 }
export const SEEDS = { training: 1, heldOut: 2 }

/** Adds the titles as topics; returns their ids in order. */
export async function addTopics(
  call: Client,
  personaId: string,
  titles: readonly string[]
): Promise<string[]> {
  const added: string[] = []
  for (const title of titles) {
    const topic = await call('topics.create', { personaId, title, prompt: promptFor(title) })
    added.push(topic.id)
  }
  return added
}

/** Three drafts of each topic, by whatever model writes now. */
export async function write(
  app: App,
  call: Client,
  topicIds: string[],
  seed: number
): Promise<void> {
  const { jobId } = await call('drafts.write', {
    topicIds,
    count: DRAFTS,
    sampling: SAMPLING,
    seed
  })
  await watchJob(app, jobId)
}

/** Ranks every topic as the scripted person does, each winner edited. */
export async function rankAll(
  call: Client,
  topicIds: readonly string[]
): Promise<{ rankings: number; edits: number; pairs: number }> {
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

export async function train(
  app: App,
  call: Client,
  preset: Preset
): Promise<{ run: Run; sft: StageSummary; dpo: StageSummary }> {
  const { suggestedName } = await call('runs.preview', {})
  const started = await call('runs.start', { name: suggestedName, preset })
  await watchJob(app, started.jobId)
  const run = await call('runs.get', { id: started.id })
  const { sft, dpo } = run
  if (!sft || !dpo) throw new Error('The run ended without a summary of its stages.')
  return { run, sft, dpo }
}

/** Exports the run's adapter as Q4_K_M and returns the model that came of it. */
export async function exportModel(
  app: App,
  call: Client,
  adapterId: string | null
): Promise<Model> {
  if (adapterId === null) throw new Error('The run ended without an adapter.')
  const { jobId } = await call('models.export', { adapterId, quantizations: ['Q4_K_M'] })
  await watchJob(app, jobId)
  const model = (await call('models.list', {})).findLast(({ kind }) => kind === 'gguf')
  if (!model) throw new Error('The export ended without a model.')
  return model
}

/** The share of the held-out drafts that pass the rule, topic by topic. */
export async function scoreOf(call: Client, topicIds: readonly string[]): Promise<Score> {
  const perTopic: Score['perTopic'] = []
  for (const topicId of topicIds) {
    const { title } = await call('topics.get', { id: topicId })
    const drafts = await call('drafts.list', { topicId })
    const verdicts = drafts.map(({ text }) => judge(text))
    const share = (passes: (verdict: ReturnType<typeof judge>) => boolean): number =>
      verdicts.filter(passes).length / verdicts.length
    perTopic.push({
      topic: title,
      score: share(({ passes }) => passes),
      opens: share(({ opens }) => opens),
      words: Math.round(verdicts.reduce((sum, { words }) => sum + words, 0) / verdicts.length),
      example: drafts[0]?.text ?? ''
    })
  }
  return { score: perTopic.reduce((sum, { score }) => sum + score, 0) / perTopic.length, perTopic }
}
