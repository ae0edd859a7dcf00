import type { AppError } from '../app-error'
import type { GeneratedDraft } from '../generation/generator'
import type { StepContext } from '../jobs/definition'
import { messagesFor } from '../personas/prompt'
import { insertDrafts, setStoppedReason } from './repository'
import { whenGone } from './topic-gone'
import { seedOf, type WriteInput } from './write-input'
import { emptySlot, startWriting, type Writing } from './writing'
import { findTopic, newDraft, type FoundTopic, type Pen, type WritingRoom } from './writing-room'

type Options = {
  room: WritingRoom
  context: StepContext<WriteInput>
  pen: Pen
  topicId: string
  count: number
}

/** Writes one topic's drafts and keeps those that came; a topic that was deleted is passed over. */
export async function writeTopic(options: Options): Promise<void> {
  const { room, context, topicId } = options
  const found = await findTopic(room, topicId)
  if (!found) {
    context.log('A topic was deleted meanwhile and is passed over.')
    room.writingNow.set(topicId, null)
    return
  }
  const gone = whenGone(room, topicId)
  room.writingNow.set(topicId, 'writing')
  room.events.changed('topics')
  try {
    await write({ ...options, ...found, gone: gone.signal })
  } finally {
    gone.stopWatching()
    room.writings.delete(topicId)
    room.writingNow.set(topicId, null)
    room.events.changed('topics', 'drafts', 'personas')
  }
}

async function write(options: Options & FoundTopic & { gone: AbortSignal }): Promise<void> {
  const { room, context, pen, topicId, count, topic, voice, gone } = options
  const { input, jobId, signal } = context
  const writing = startWriting({
    topicId,
    jobId,
    slots: Array.from({ length: count }, (_, index) => emptySlot(index)),
    tokenLimit: count * input.sampling.maxTokens,
    events: room.events
  })
  room.writings.set(topicId, writing)
  const drafts = await pen.generator.generate({
    messages: messagesFor(voice, topic.prompt),
    count,
    sampling: input.sampling,
    seed: seedOf(input, topicId),
    signal: AbortSignal.any([signal, gone]),
    onToken: writing.append
  })
  // A closing app comes back to this topic: half a draft would then stand there as a whole one.
  if (signal.reason === 'closing' && !drafts.every(isWhole)) return
  // Nobody reads on in a deleted topic; should it come back, it comes with whole drafts.
  await keep(options, gone.aborted ? drafts.filter(isWhole) : drafts, writing)
}

const isWhole = (draft: GeneratedDraft): boolean =>
  'text' in draft && draft.stopReason !== 'aborted'

async function keep(
  options: Options & { gone: AbortSignal },
  drafts: GeneratedDraft[],
  writing: Writing
): Promise<void> {
  const { room, context, pen, topicId, gone } = options
  const { input, log, signal } = context
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
    return [newDraft({ draft, pen, sampling: input.sampling, topicId, setId: input.setId })]
  })
  if (kept.length > 0) await insertDrafts(room.db, kept)
  const [failure] = failures
  const reason =
    failure?.message ?? stoppedReason({ cancelled: signal.aborted, gone: gone.aborted })
  await setStoppedReason(room.db, topicId, kept.length >= 2 ? null : reason)
  // The engine itself is at fault: the next topics would only fail alike.
  if (failure && kept.length === 0) throw failure
}

function stoppedReason({ cancelled, gone }: { cancelled: boolean; gone: boolean }): string {
  if (gone) return 'Stopped when the topic was deleted'
  if (cancelled) return 'Stopped before two drafts were written'
  return 'The model wrote fewer than two drafts'
}
