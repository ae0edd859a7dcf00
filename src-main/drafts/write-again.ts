import type { Schema } from '../database/schema'
import { noWriter } from '../generation/engines'
import type { WrittenDraft } from '../generation/generator'
import type { StepContext } from '../jobs/definition'
import { messagesFor } from '../personas/prompt'
import { placeDraft } from './place'
import { listLatestDrafts } from './repository'
import { whenGone } from './topic-gone'
import type { WriteInput } from './write-input'
import { emptySlot, startWriting, type Writing } from './writing'
import { findTopic, newDraft, type FoundTopic, type WritingRoom } from './writing-room'

type Again = NonNullable<WriteInput['again']>

/**
 * Writes one draft of a topic's latest set anew. The one that stood there keeps its place until the
 * new one is whole: after a stop, and when the set was ranked meanwhile, it still stands.
 */
export async function writeAgain(
  room: WritingRoom,
  context: StepContext<WriteInput>,
  again: Again
): Promise<void> {
  const { db, events, writingNow, writings } = room
  const [topicId = ''] = context.input.topicIds
  const found = await findTopic(room, topicId)
  const standing = await listLatestDrafts(db, topicId)
  const before = standing.find((draft) => draft.variant_index === again.index)
  // A retry after the draft was written, or after somebody else wrote there.
  if (!found || (before?.id ?? null) !== again.replaces) {
    context.log('The topic has changed since, and is left as it is.')
    return
  }
  const writing = startWriting({
    topicId,
    jobId: context.jobId,
    slots: slotsOf(standing, again.index),
    tokenLimit: context.input.sampling.maxTokens,
    events
  })
  writings.set(topicId, writing)
  writingNow.set(topicId, 'writing')
  events.changed('topics')
  try {
    await write({ room, context, again, standing, writing, ...found })
  } finally {
    writings.delete(topicId)
    writingNow.set(topicId, null)
    events.changed('topics', 'drafts', 'personas')
  }
}

/** The columns that stay, and the one that is written. */
const slotsOf = (standing: readonly Schema['drafts'][], index: number) =>
  [
    ...standing
      .filter((draft) => draft.variant_index !== index)
      .map((draft) => ({
        ...emptySlot(draft.variant_index),
        state: 'done' as const,
        text: draft.text
      })),
    emptySlot(index)
  ].sort((a, b) => a.index - b.index)

async function write(
  options: FoundTopic & {
    room: WritingRoom
    context: StepContext<WriteInput>
    again: Again
    standing: readonly Schema['drafts'][]
    writing: Writing
  }
): Promise<void> {
  const { room, context, again, standing, writing, topic, voice } = options
  const { input, signal } = context
  if (!input.writer) throw noWriter()
  const pen = await room.writerFor(input.writer)
  const gone = whenGone(room, topic.id)
  const [draft] = await pen.generator
    .generate({
      messages: messagesFor(voice, topic.prompt),
      count: 1,
      sampling: input.sampling,
      seed: input.seed,
      unlike: standing.map(({ text }) => text),
      signal: AbortSignal.any([signal, gone.signal]),
      onToken: (_, text) => {
        writing.append(again.index, text)
      }
    })
    .finally(gone.stopWatching)
  if (!draft) throw new Error('The model was asked for a draft and returned none.')
  if ('error' in draft) {
    writing.fail(again.index, draft.error)
    throw draft.error
  }
  if (!isWorthKeeping({ draft, again, stopped: signal.reason === 'cancelled' })) return
  writing.finish(again.index, draft.text)
  await placeDraft(room.db, {
    draft: {
      ...newDraft({
        draft,
        pen,
        sampling: input.sampling,
        topicId: topic.id,
        setId: again.setId
      }),
      variantIndex: again.index
    },
    replaces: again.replaces
  })
}

/** Half a draft fills an empty place when the person stopped it, but pushes out no whole one. */
function isWorthKeeping(options: { draft: WrittenDraft; again: Again; stopped: boolean }): boolean {
  const { draft, again, stopped } = options
  if (draft.text.trim() === '') return false
  return draft.stopReason !== 'aborted' || (stopped && again.replaces === null)
}
