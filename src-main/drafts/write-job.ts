import type { Database } from '../database/schema'
import { noWriter } from '../generation/engines'
import type { JobDefinition, StepContext } from '../jobs/definition'
import { personaIdsOf } from '../topics/repository'
import { topicsWrittenSince } from './repository'
import { writeAgain } from './write-again'
import { WriteInput } from './write-input'
import { writeTopic } from './write-topic'
import type { WritingRoom } from './writing-room'

/** Writes drafts topic by topic. What a topic got before a stop is kept, and a retry leaves it alone. */
export function writeDraftsJob(room: WritingRoom): JobDefinition<WriteInput> {
  return {
    kind: 'write-drafts',
    lane: 'writing',
    input: WriteInput,
    steps: ({ again }) => [
      {
        name: 'write',
        title: 'Writing drafts',
        run: (context) => (again ? writeAgain(room, context, again) : writeAll(room, context))
      }
    ],
    finished: ({ topicIds, again }) => {
      if (again) return 'The draft is written'
      return topicIds.length === 1
        ? 'The drafts are written'
        : `Drafts for ${String(topicIds.length)} topics are written`
    }
  }
}

async function writeAll(room: WritingRoom, context: StepContext<WriteInput>): Promise<void> {
  const { db, events, writingNow } = room
  const { input, progress, signal } = context
  const written = await topicsWrittenSince(db, input.setId)
  const waiting = input.topicIds.filter((id) => !written.has(id))
  for (const id of waiting) writingNow.set(id, 'waiting')
  const all = input.topicIds.length
  let begun = all - waiting.length
  let done = begun
  try {
    for (const { topicIds, writer, count } of await portionsOf(db, input, waiting)) {
      if (signal.aborted) return
      if (!writer) throw noWriter()
      const pen = await room.writerFor(writer)
      await inParallel(topicIds, topicsAtOnce(pen.generator.parallel, count), async (topicId) => {
        if (signal.aborted) return
        begun += 1
        progress(done / all, `Topic ${String(begun)} of ${String(all)}`)
        await writeTopic({ room, context, pen, topicId, count })
        done += 1
      })
    }
  } finally {
    for (const id of waiting) writingNow.set(id, null)
    events.changed('topics', 'personas')
  }
}

type Portion = { topicIds: string[] } & Pick<WriteInput, 'writer' | 'count'>

/** The topics in their order, cut where another model or another number of drafts begins. */
async function portionsOf(
  db: Database,
  input: WriteInput,
  topicIds: readonly string[]
): Promise<Portion[]> {
  const personaIds = await personaIdsOf(db, topicIds)
  const portions: Portion[] = []
  for (const topicId of topicIds) {
    const { writer, count } = input.own[personaIds.get(topicId) ?? ''] ?? input
    const last = portions.at(-1)
    if (last?.count === count && JSON.stringify(last.writer) === JSON.stringify(writer)) {
      last.topicIds.push(topicId)
    } else {
      portions.push({ topicIds: [topicId], writer, count })
    }
  }
  return portions
}

/** Enough to keep the model busy; it holds its own limit, and what is more waits its turn. */
const topicsAtOnce = (draftsAtOnce: number, count: number): number =>
  Math.max(1, Math.ceil(draftsAtOnce / count))

/**
 * Runs the task for each item, so many at once, in their order. The first failure keeps others from
 * beginning; those that have begun come to their end, then it is thrown.
 */
async function inParallel<T>(
  items: readonly T[],
  atOnce: number,
  task: (item: T) => Promise<void>
): Promise<void> {
  const waiting = [...items]
  const failures: unknown[] = []
  const work = async (): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) {
      try {
        await task(item)
      } catch (thrown) {
        failures.push(thrown)
        waiting.length = 0
      }
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  if (failures.length > 0) throw failures[0]
}
