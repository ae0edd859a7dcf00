import { randomInt } from 'node:crypto'
import type { Handlers } from '@contract/calls'
import type { EngineSettings } from '@contract/generation'
import { AppError } from '../app-error'
import { newId } from '../database/ids'
import type { Database } from '../database/schema'
import type { Events } from '../events'
import type { JobRunner } from '../jobs/runner'
import { getTopic } from '../topics/repository'
import type { WritingNow } from '../topics/writing-now'
import { listLatestDrafts, toDraft } from './repository'
import { createReservations } from './reservations'
import { writeDraftsJob, type WriterFor } from './write-job'
import type { Writing } from './writing'

type DraftHandlers = Pick<Handlers, Extract<keyof Handlers, `drafts.${string}`>>

/** Writes drafts as jobs, and shows them without saying what wrote them until they are ranked. */
export function draftHandlers(options: {
  db: Database
  events: Events
  jobs: JobRunner
  writingNow: WritingNow
  writerFor: WriterFor
  defaults: () => Promise<EngineSettings>
}): DraftHandlers {
  const { db, jobs, writingNow, defaults } = options
  const writings = new Map<string, Writing>()
  const definition = writeDraftsJob({ ...options, writings })
  jobs.define(definition)
  const reservations = createReservations(options)

  return {
    'drafts.list': async ({ topicId }) => {
      const topic = await getTopic(db, topicId, writingNow)
      const rows = await listLatestDrafts(db, topicId)
      return rows.map((row) => toDraft(row, { reveal: topic.status === 'ranked' }))
    },
    'drafts.write': async ({ topicIds: asked, count, writer, sampling, seed }) => {
      const topicIds = [...new Set(asked)]
      const settings = await defaults()
      const topics = await Promise.all(topicIds.map((id) => getTopic(db, id, writingNow)))
      const busy = topics.find(({ id }) => writingNow.stateOf(id) !== null)
      if (busy) throw writtenAlready(busy.title)
      const id = newId()
      reservations.reserve(id, topicIds)
      await jobs
        .start(definition, {
          id,
          title: titleOf(topics),
          subjectId: topicIds.length === 1 ? (topicIds[0] ?? null) : null,
          input: {
            setId: id,
            topicIds,
            count: count ?? settings.draftsPerTopic,
            writer: writer ?? settings.writer,
            sampling: sampling ?? settings.sampling,
            seed: seed ?? randomInt(0x7fffffff)
          }
        })
        .catch((error: unknown) => {
          reservations.giveBack(id)
          throw error
        })
      return { jobId: id }
    },
    'drafts.writing': ({ topicId }) => writings.get(topicId)?.snapshot() ?? null
  }
}

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
