import type { Sampling } from '@contract/generation'
import type { Voice } from '@contract/system-message'
import type { Topic } from '@contract/topics'
import { AppError } from '../app-error'
import type { Database } from '../database/schema'
import type { Events } from '../events'
import type { Engines } from '../generation/engines'
import type { WrittenDraft } from '../generation/generator'
import { getPersonaRow, voiceOf } from '../personas/repository'
import { getTopic } from '../topics/repository'
import type { WritingNow } from '../topics/writing-now'
import type { NewDraft } from './repository'
import type { Writing } from './writing'

/** What writing needs of the app. */
export type WritingRoom = {
  db: Database
  events: Events
  writerFor: Engines['writerFor']
  writingNow: WritingNow
  /** Writings in progress by topic, for a page that opens in the middle. */
  writings: Map<string, Writing>
}

/** A model that writes, and what the record calls it. */
export type Pen = Awaited<ReturnType<Engines['writerFor']>>

export type FoundTopic = { topic: Topic; voice: Voice }

/** Null for a topic that was deleted while it waited: the others are written all the same. */
export async function findTopic(
  { db, writingNow }: Pick<WritingRoom, 'db' | 'writingNow'>,
  topicId: string
): Promise<FoundTopic | null> {
  try {
    const topic = await getTopic(db, topicId, writingNow)
    return { topic, voice: voiceOf(await getPersonaRow(db, topic.personaId)) }
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') return null
    throw error
  }
}

/** What is kept of a written draft, with all that it takes to write it again. */
export function newDraft(options: {
  draft: WrittenDraft
  pen: Pen
  sampling: Sampling
  topicId: string
  setId: string
}): NewDraft {
  const { draft, pen, sampling, topicId, setId } = options
  return {
    topicId,
    setId,
    variantIndex: draft.index,
    text: draft.text,
    cutShort: draft.stopReason !== 'endOfTurn',
    parentDraftId: null,
    origin: {
      engine: pen.engine,
      model: draft.model ?? pen.model,
      sampling: draft.sampling ?? sampling,
      seed: draft.seed,
      promptTokens: draft.promptTokens,
      completionTokens: draft.completionTokens,
      elapsedMs: Math.round(draft.elapsedMs)
    }
  }
}
