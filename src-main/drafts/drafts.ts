import { randomInt } from 'node:crypto'
import type { Handlers, ParsedInput } from '@contract/calls'
import { AppError } from '../app-error'
import { newId } from '../database/ids'
import { fromJson, type Database } from '../database/schema'
import type { Events } from '../events'
import { noWriter, type Engines } from '../generation/engines'
import type { JobRunner } from '../jobs/runner'
import { getPersonaRow, writerOf } from '../personas/repository'
import { getTopic, listTopicsByIds } from '../topics/repository'
import type { WritingNow } from '../topics/writing-now'
import { costOf } from './cost'
import { draftHistory } from './history'
import { assertNotRanked } from './place'
import { listLatestDrafts, toDraft } from './repository'
import { createReservations } from './reservations'
import { ownWriters } from './own-writers'
import type { WriteInput } from './write-input'
import { writeDraftsJob } from './write-job'
import type { Writing } from './writing'

type DraftHandlers = Pick<Handlers, Extract<keyof Handlers, `drafts.${string}`>>

/** Writes drafts as jobs, and shows them without saying what wrote them until they are ranked. */
export function draftHandlers(options: {
  db: Database
  events: Events
  jobs: JobRunner
  writingNow: WritingNow
  engines: Pick<Engines, 'settings' | 'writerFor'>
}): DraftHandlers {
  const { db, jobs, writingNow, engines } = options
  const writings = new Map<string, Writing>()
  const definition = writeDraftsJob({ ...options, writerFor: engines.writerFor, writings })
  jobs.define(definition)
  const reservations = createReservations(options)

  /** Takes the topics at once, so that nothing else begins with them, and queues the job. */
  const start = async (title: string, input: WriteInput): Promise<{ jobId: string }> => {
    const { setId: id, topicIds } = input
    reservations.reserve(id, topicIds)
    try {
      const subjectId = topicIds.length === 1 ? (topicIds[0] ?? null) : null
      await jobs.start(definition, { id, title, subjectId, input })
    } catch (error) {
      reservations.giveBack(id)
      throw error
    }
    return { jobId: id }
  }

  const writeMany = async (asked: ParsedInput<'drafts.write'>): Promise<{ jobId: string }> => {
    const topicIds = [...new Set(asked.topicIds)]
    const settings = await engines.settings()
    const found = await listTopicsByIds(db, topicIds, writingNow)
    const own = await ownWriters(db, { topicIds, asked, settings })
    const topics = found.filter(({ id }) => writingNow.stateOf(id) === null)
    if (topics.length === 0) throw found[0] ? writtenAlready(found[0].title) : topicsGone()
    return start(titleOf(topics), {
      setId: newId(),
      topicIds: topics.map(({ id }) => id),
      count: asked.count ?? settings.draftsPerTopic,
      writer: asked.writer ?? settings.writer,
      sampling: asked.sampling ?? settings.sampling,
      seed: asked.seed ?? randomInt(0x7fffffff),
      own,
      again: null
    })
  }

  const writeOneAgain = async (
    asked: ParsedInput<'drafts.writeAgain'>
  ): Promise<{ jobId: string }> => {
    const { topicId, index } = asked
    const topic = await getTopic(db, topicId, writingNow)
    const standing = await listLatestDrafts(db, topicId)
    const id = newId()
    const setId = standing[0]?.set_id ?? id
    await assertNotRanked(db, { topicId, setId })
    const settings = await engines.settings()
    const persona = await getPersonaRow(db, topic.personaId)
    const writer = asked.writer ?? writerOf(persona) ?? settings.writer
    if (!writer) throw noWriter()
    if (writingNow.stateOf(topicId) !== null) throw writtenAlready(topic.title)
    return start(`Write a draft for “${topic.title}” again`, {
      setId: id,
      topicIds: [topicId],
      count: 1,
      writer,
      sampling: asked.sampling ?? settings.sampling,
      seed: randomInt(0x7fffffff),
      own: {},
      again: {
        setId,
        index,
        replaces: standing.find((draft) => draft.variant_index === index)?.id ?? null
      }
    })
  }

  return {
    'drafts.list': async ({ topicId }) => {
      const topic = await getTopic(db, topicId, writingNow)
      const rows = await listLatestDrafts(db, topicId)
      return rows.map((row) => toDraft(row, { reveal: topic.status === 'ranked' }))
    },
    'drafts.write': writeMany,
    'drafts.writeAgain': writeOneAgain,
    'drafts.cost': async ({ topicId }) =>
      costOf((await listLatestDrafts(db, topicId)).map(({ origin }) => fromJson(origin))),
    'drafts.history': async ({ topicId }) => {
      await getTopic(db, topicId, writingNow)
      return draftHistory(db, topicId)
    },
    'drafts.writing': ({ topicId }) => writings.get(topicId)?.snapshot() ?? null
  }
}

const topicsGone = (): AppError =>
  new AppError({
    code: 'not_found',
    message: 'These topics are no longer there. They may have been deleted.'
  })

const writtenAlready = (title: string): AppError =>
  new AppError({
    code: 'conflict',
    message: `Drafts for “${title}” are being written already. Nothing was changed.`,
    remedy: { text: 'Wait until they are there, or stop their job first.' }
  })

function titleOf(topics: readonly { title: string }[]): string {
  const [only] = topics
  return topics.length === 1 && only
    ? `Write drafts for “${only.title}”`
    : `Write drafts for ${String(topics.length)} topics`
}
