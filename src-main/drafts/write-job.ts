import { z } from 'zod'
import { Sampling, Writer } from '@contract/generation'
import type { Persona } from '@contract/personas'
import type { Topic } from '@contract/topics'
import { AppError } from '../app-error'
import type { Database } from '../database/schema'
import type { Events } from '../events'
import type { GeneratedDraft, Generator } from '../generation/generator'
import type { JobDefinition, StepContext } from '../jobs/definition'
import { getPersona } from '../personas/repository'
import { messagesFor } from '../personas/prompt'
import { getTopic } from '../topics/repository'
import type { WritingNow } from '../topics/writing-now'
import { insertDrafts, setStoppedReason, topicsWrittenSince } from './repository'
import { startWriting, type Writing } from './writing'

const WriteInput = z.object({
  /** The id of the job: names the set of drafts that it writes for each topic. */
  setId: z.string(),
  topicIds: z.array(z.string()),
  count: z.int(),
  writer: Writer,
  sampling: Sampling,
  seed: z.int()
})
export type WriteInput = z.infer<typeof WriteInput>

export type WriterFor = (writer: Writer) => Promise<{ generator: Generator; model: string }>

type Options = {
  db: Database
  events: Events
  writerFor: WriterFor
  writingNow: WritingNow
  /** Writings in progress by topic, for a page that opens in the middle. */
  writings: Map<string, Writing>
}

/** Writes drafts topic by topic. What a topic got before a stop is kept, and a retry leaves it alone. */
export function writeDraftsJob(options: Options): JobDefinition<WriteInput> {
  return {
    kind: 'write-drafts',
    lane: 'writing',
    input: WriteInput,
    steps: () => [
      {
        name: 'write',
        title: 'Writing drafts',
        run: (context) => writeAll(options, context)
      }
    ],
    finished: ({ topicIds }) =>
      topicIds.length === 1
        ? 'The drafts are written'
        : `Drafts for ${String(topicIds.length)} topics are written`
  }
}

async function writeAll(options: Options, context: StepContext<WriteInput>): Promise<void> {
  const { db, writerFor, writingNow } = options
  const { input, signal, progress } = context
  const written = await topicsWrittenSince(db, input.setId)
  const waiting = input.topicIds.filter((id) => !written.has(id))
  for (const id of waiting) writingNow.set(id, 'waiting')
  try {
    const { generator, model } = await writerFor(input.writer)
    let done = input.topicIds.length - waiting.length
    for (const topicId of waiting) {
      if (signal.aborted) return
      progress(
        done / input.topicIds.length,
        `Topic ${String(done + 1)} of ${String(input.topicIds.length)}`
      )
      const found = await findTopic(options, topicId)
      if (found) await writeTopic({ ...options, ...found, context, topicId, generator, model })
      else context.log('A topic was deleted meanwhile and is passed over.')
      done += 1
    }
  } finally {
    for (const id of waiting) writingNow.set(id, null)
    options.events.changed('topics', 'personas')
  }
}

/** Null for a topic that was deleted while it waited: the others are written all the same. */
async function findTopic({ db, writingNow }: Options, topicId: string): Promise<Found | null> {
  try {
    const topic = await getTopic(db, topicId, writingNow)
    return { topic, persona: await getPersona(db, topic.personaId) }
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') return null
    throw error
  }
}

type Found = { topic: Topic; persona: Persona }

type TopicOptions = Options &
  Found & {
    context: StepContext<WriteInput>
    topicId: string
    generator: Generator
    model: string
  }

async function writeTopic(options: TopicOptions): Promise<void> {
  const { events, writingNow, writings, context, topicId, topic, persona, generator } = options
  const { input, jobId, signal } = context
  writingNow.set(topicId, 'writing')
  events.changed('topics')
  const writing = startWriting({ topicId, jobId, count: input.count, events })
  writings.set(topicId, writing)
  try {
    const drafts = await generator.generate({
      messages: messagesFor(persona, topic.prompt),
      count: input.count,
      sampling: input.sampling,
      // Topics of one batch differ in their seeds, or equal prompts would get equal drafts.
      seed: (input.seed + input.topicIds.indexOf(topicId) * 7919) % 0x7fffffff,
      signal,
      onToken: (index, text) => {
        writing.append(index, text)
      }
    })
    // A closing app comes back to this topic: half a draft would then stand there as a whole one.
    if (signal.reason === 'closing' && !drafts.every(isWhole)) return
    await keep(options, drafts, writing)
  } finally {
    writings.delete(topicId)
    writingNow.set(topicId, null)
    events.changed('topics', 'drafts', 'personas')
  }
}

const isWhole = (draft: GeneratedDraft): boolean =>
  'text' in draft && draft.stopReason !== 'aborted'

async function keep(options: TopicOptions, drafts: GeneratedDraft[], writing: Writing) {
  const { db, context, topicId, model } = options
  const { input, log } = context
  const failures: AppError[] = []
  const kept = drafts.flatMap((draft) => {
    if ('error' in draft) {
      failures.push(draft.error)
      writing.fail(draft.index, draft.error)
      log(draft.error.message)
      return []
    }
    writing.finish(draft.index, draft.text)
    if (draft.text.trim() === '') return []
    return [
      {
        topicId,
        setId: input.setId,
        variantIndex: draft.index,
        text: draft.text,
        cutShort: draft.stopReason !== 'endOfTurn',
        parentDraftId: null,
        origin: {
          engine: input.writer.engine,
          model,
          sampling: draft.sampling ?? input.sampling,
          seed: draft.seed,
          promptTokens: draft.promptTokens,
          completionTokens: draft.completionTokens,
          elapsedMs: Math.round(draft.elapsedMs)
        }
      }
    ]
  })
  if (kept.length > 0) await insertDrafts(db, kept)
  const [failure] = failures
  const reason = kept.length >= 2 ? null : (failure?.message ?? stoppedReason(context.signal))
  await setStoppedReason(db, topicId, reason)
  // The engine itself is at fault: the next topics would only fail alike.
  if (failure && kept.length === 0) throw failure
}

const stoppedReason = (signal: AbortSignal): string =>
  signal.aborted
    ? 'Stopped before two drafts were written'
    : 'The model wrote fewer than two drafts'
