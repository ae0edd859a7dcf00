import type { Handlers } from '@contract/calls'
import type { Model } from '@contract/models'
import type { Rate } from '@contract/rankings'
import type { Pick as RewardPick } from '@contract/rewards'
import { AppError } from '../app-error'
import { newId } from '../database/ids'
import type { Database } from '../database/schema'
import { listLatestDrafts } from '../drafts/repository'
import type { JobRunner } from '../jobs/runner'
import { findTopicRanking } from '../rankings/repository'
import { rateOf } from '../rankings/wilson'
import { getRun } from '../training/repository'
import { scoreJob, type ScoreOptions } from './score-job'
import { pickOf, scoresOf } from './scores'

type RewardHandlers = Pick<
  Handlers,
  'rewards.score' | 'rewards.pick' | 'rewards.picks' | 'rewards.agreement'
>

/** Reward models at work: they score drafts, and pick the best of several. */
export function rewardHandlers({
  jobs,
  ...options
}: ScoreOptions & { jobs: JobRunner }): RewardHandlers {
  const { db, models, python } = options
  const definition = scoreJob(options)
  jobs.define(definition)

  /**
   * The one that is named; else the newest of the topic's persona, or of all personas. One whose
   * files are gone only where there is no other.
   */
  const choose = async (topicId: string | undefined, modelId?: string): Promise<Model | null> => {
    if (modelId !== undefined) {
      const named = await models.get(modelId)
      if (named.kind !== 'reward') throw noRewardModel(named.name)
      return named
    }
    return newest(topicId === undefined ? null : await runsForTopic(db, topicId))
  }

  /** Of these runs, or of all. */
  const newest = async (runs: ReadonlySet<string> | null): Promise<Model | null> => {
    const rewards = (await models.list()).filter(({ kind }) => kind === 'reward')
    const own = rewards.filter(({ runId }) => runs === null || (runId !== null && runs.has(runId)))
    return own.findLast(({ missing }) => !missing) ?? own.at(-1) ?? null
  }

  const pick = async (topicId: string, model: Model | null): Promise<RewardPick> => {
    if (!model) return { state: 'noModel' }
    const drafts = await listLatestDrafts(db, topicId)
    const ids = drafts.map(({ id }) => id)
    const scores = await scoresOf(db, model.id, ids)
    if (scores !== null) return pickOf({ ...model, heldOut: await heldOutOf(db, model) }, scores)
    if (model.missing) return { state: 'filesMissing', modelName: model.name }
    return { state: 'unscored', modelId: model.id, modelName: model.name }
  }

  const answerOf = async (topicId: string, title: string, model: Model | null) => ({
    topicId,
    title,
    ranked: (await findTopicRanking(db, topicId)) !== null,
    pick: await pick(topicId, model)
  })

  return {
    'rewards.score': async ({ topicIds, modelId }) => {
      const model = await choose(topicIds[0], modelId)
      if (!model) throw noneTrained()
      if (model.missing) throw filesMissing(model.name)
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
    'rewards.agreement': async ({ personaId }) => {
      const model = await newest(await runsForPersona(db, personaId))
      return model && { modelName: model.name, heldOut: await heldOutOf(db, model) }
    },
    'rewards.pick': async ({ topicId, modelId, reveal }) => {
      const model = await choose(topicId, modelId)
      // Blind until ranked: a number beside a draft would rank it for the person.
      if (model && !reveal && (await findTopicRanking(db, topicId)) === null) {
        return { state: 'hidden', modelId: model.id, modelName: model.name }
      }
      return pick(topicId, model)
    },
    'rewards.picks': async ({ topicIds, modelId }) => {
      const model = await choose(topicIds[0], modelId)
      const rows = await db
        .selectFrom('topics')
        .select(['id', 'title'])
        .where('id', 'in', topicIds)
        .where('deleted_at', 'is', null)
        .execute()
      const titles = new Map(rows.map(({ id, title }) => [id, title]))
      return Promise.all(
        [...new Set(topicIds)].flatMap((topicId) => {
          const title = titles.get(topicId)
          return title === undefined ? [] : [answerOf(topicId, title, model)]
        })
      )
    }
  }
}

async function runsForTopic(db: Database, topicId: string): Promise<ReadonlySet<string>> {
  const topic = await db
    .selectFrom('topics')
    .select('persona_id')
    .where('id', '=', topicId)
    .executeTakeFirst()
  return topic ? runsForPersona(db, topic.persona_id) : new Set()
}

/** Runs that learned from this persona, or from all. */
async function runsForPersona(db: Database, personaId: string): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('runs')
    .select('id')
    .where((where) =>
      where.or([where('persona_id', 'is', null), where('persona_id', '=', personaId)])
    )
    .execute()
  return new Set(rows.map(({ id }) => id))
}

/** What its run measured on topics it had not learned from; null where none was held out. */
async function heldOutOf(db: Database, { runId }: Model): Promise<Rate | null> {
  if (runId === null) return null
  const { reward, data } = await getRun(db, runId)
  const accuracy = reward?.preferenceAccuracy ?? null
  if (accuracy === null) return null
  const of = data.heldOutPairs
  return rateOf({ hits: Math.round(accuracy * of), of })
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

const filesMissing = (name: string): AppError =>
  new AppError({
    code: 'not_found',
    message: `The files of the reward model “${name}” are gone from their place, so nothing was scored.`,
    remedy: { text: 'Put them back, or train a reward model anew.' }
  })
