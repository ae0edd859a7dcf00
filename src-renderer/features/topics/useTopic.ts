import { useState } from 'react'
import type { WritingSnapshot } from '@contract/drafts'
import type { Topic } from '@contract/topics'
import { useCall, useEvent } from '../../bridge'
import { isActive } from '../../ui/jobs'
import { galleyColumns, type GalleyColumn } from './columns'

export type TopicState = {
  columns: GalleyColumn[]
  live: WritingSnapshot | null
  /** The job to stop, while the topic is written or waits for it. */
  jobId: string | null
  loading: boolean
  error: Error | null
}

/** A topic's galleys, live: drafts, the writing in progress, and what failed in it. */
export const useTopicState = (topic: Topic): TopicState => {
  const topicId = topic.id
  const busy = topic.status === 'writing' || topic.status === 'waiting'
  const drafts = useCall('drafts.list', { topicId })
  const writing = useCall('drafts.writing', { topicId })
  const settings = useCall('engines.settings', {})
  const jobs = useCall('jobs.list', {})
  const [last, setLast] = useState<WritingSnapshot | null>(null)
  useEvent('drafts.writing', (snapshot) => {
    if (snapshot.topicId === topicId) setLast(snapshot)
  })
  const live = writing.data ?? null
  const queued = jobs.data?.find((job) => job.kind === 'write-drafts' && isActive(job))
  return {
    columns: galleyColumns({
      drafts: drafts.data ?? [],
      live,
      last,
      waiting: busy ? (settings.data?.draftsPerTopic ?? 3) : null
    }),
    live,
    jobId: live?.jobId ?? (busy ? (queued?.id ?? null) : null),
    loading: drafts.isPending || writing.isPending,
    error: drafts.error ?? writing.error
  }
}
