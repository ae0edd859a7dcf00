import type { Draft } from '@contract/drafts'
import type { ErrorEnvelope } from '@contract/errors'
import type { Job } from '@contract/jobs'
import type { Topic } from '@contract/topics'
import type { GalleyColumn } from './columns'

type Sources = {
  topic: Pick<Topic, 'id' | 'status' | 'statusReason'>
  columns: readonly GalleyColumn[]
  /** The latest drafts. */
  drafts: readonly Draft[]
  /** Newest first. */
  jobs: readonly Job[]
}

/**
 * Why the last writing of a topic came to nothing, with its remedy: of a draft that was seen to fail
 * when the topic stopped, else of the newest job for the topic, unless drafts came after it.
 */
export const failureOf = ({ topic, columns, drafts, jobs }: Sources): ErrorEnvelope | null => {
  const seen = columns.find(({ error }) => error !== null)?.error
  if (topic.status === 'stopped' && seen) return seen
  const writtenAt = Math.max(0, ...drafts.map(({ createdAt }) => createdAt))
  for (const { kind, state, subjectId } of jobs) {
    if (kind !== 'write-drafts') continue
    const own = subjectId === topic.id
    if (state.status === 'failed' && state.at > writtenAt) {
      // A batch names no topic; its failure is known by the reason that it left.
      if (own || state.error.message === topic.statusReason) return state.error
    }
    if (own) return null
  }
  return null
}
