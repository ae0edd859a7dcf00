import type { Handlers } from '@contract/calls'
import type { Model } from '@contract/models'
import { AppError } from '../app-error'
import { newId } from '../database/ids'
import { listLatestDrafts } from '../drafts/repository'
import type { JobRunner } from '../jobs/runner'
import { findTopicRanking } from '../rankings/repository'
import { scoreJob, type ScoreOptions } from './score-job'
import { pickOf, scoresOf } from './scores'

type RewardHandlers = Pick<Handlers, 'rewards.score' | 'rewards.pick'>

/** Reward models at work: they score drafts, and pick the best of several. */
export function rewardHandlers({
  jobs,
  ...options
}: ScoreOptions & { jobs: JobRunner }): RewardHandlers {
  const { db, models, python } = options
  const definition = scoreJob(options)
  jobs.define(definition)

  /** The one that is named; else the newest of the topic's persona, or of all personas. */
  const choose = async (topicId: string | undefined, modelId?: string): Promise<Model | null> => {
    if (modelId !== undefined) {
      const named = await models.get(modelId)
      if (named.kind !== 'reward') throw noRewardModel(named.name)
      return named
    }
    const rewards = (await models.list()).filter(
      ({ kind, missing }) => kind === 'reward' && !missing
    )
    if (topicId === undefined || rewards.length === 0) return rewards.at(-1) ?? null
    const rows = await db
      .selectFrom('runs')
      .innerJoin('topics', (join) => join.on('topics.id', '=', topicId))
      .select(['runs.id', 'runs.persona_id', 'topics.persona_id as topic_persona_id'])
      .execute()
    const fits = new Set(
      rows.flatMap((row) =>
        row.persona_id === null || row.persona_id === row.topic_persona_id ? [row.id] : []
      )
    )
    return rewards.findLast(({ runId }) => runId !== null && fits.has(runId)) ?? null
  }

  return {
    'rewards.score': async ({ topicIds, modelId }) => {
      const model = await choose(topicIds[0], modelId)
      if (!model) throw noneTrained()
      await python.pythonPath()
      const id = newId()
      const job = await jobs.start(definition, {
        title: topicIds.length === 1 ? 'Score drafts' : `Score drafts of ${topicIds.length} topics`,
        subjectId: topicIds.length === 1 ? (topicIds[0] ?? null) : null,
        input: { modelId: model.id, topicIds, folder: id },
        id
      })
      return { jobId: job.id }
    },
    'rewards.pick': async ({ topicId, modelId, reveal }) => {
      const model = await choose(topicId, modelId)
      if (!model) return { state: 'noModel' }
      const named = { modelId: model.id, modelName: model.name }
      // Blind until ranked: a number beside a draft would rank it for the person.
      if (!reveal && (await findTopicRanking(db, topicId)) === null) {
        return { state: 'hidden', ...named }
      }
      const drafts = await listLatestDrafts(db, topicId)
      const scores = await scoresOf(
        db,
        model.id,
        drafts.map(({ id }) => id)
      )
      return scores === null ? { state: 'unscored', ...named } : pickOf(model, scores)
    }
  }
}

const noRewardModel = (name: string): AppError =>
  new AppError({
    code: 'invalid_input',
    message: `“${name}” writes and does not score, so it cannot pick a draft.`,
    remedy: { text: 'Choose a reward model, or train one.' }
  })

const noneTrained = (): AppError =>
  new AppError({
    code: 'engine_no_model',
    message: 'There is no reward model for these topics yet, so nothing was scored.',
    remedy: { text: 'Start a run that learns to score drafts, then ask again.' }
  })
