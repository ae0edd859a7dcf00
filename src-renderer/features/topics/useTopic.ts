import { useState } from 'react'
import type { Draft, WritingSnapshot } from '@contract/drafts'
import type { ErrorEnvelope } from '@contract/errors'
import type { Job } from '@contract/jobs'
import type { Topic } from '@contract/topics'
import { useCall, useEvent } from '../../bridge'
import { isActive } from '../../ui/jobs'
import { failureOf } from './failure'
import { galleyColumns, keptDrafts, type GalleyColumn } from './columns'

export type TopicState = {
  columns: GalleyColumn[]
  /** The latest drafts, without edits. */
  drafts: Draft[]
  live: WritingSnapshot | null
  /** Drafts that stay while another of the set is written again, by index. */
  kept: ReadonlySet<number>
  /** Why the last writing came to nothing; null when it did not, or nobody knows any more. */
  failure: ErrorEnvelope | null
  /** The job to stop, while the topic is written or waits for it. */
  job: WritingJob | null
  loading: boolean
  error: Error | null
  retry: () => void
}

export type WritingJob = {
  id: string
  /** It writes for several topics, and one stop ends them all. */
  batch: boolean
  stopping: boolean
}

/** A topic's galleys, live: drafts, the writing in progress, and what failed in it. */
export const useTopicState = (topic: Topic): TopicState => {
  const topicId = topic.id
  const busy = topic.status === 'writing' || topic.status === 'waiting'
  const drafts = useCall('drafts.list', { topicId })
  const writing = useCall('drafts.writing', { topicId })
  const settings = useCall('engines.settings', {})
  const persona = useCall('personas.get', { id: topic.personaId })
  const jobs = useCall('jobs.list', {})
  const [last, setLast] = useState<WritingSnapshot | null>(null)
  useEvent('drafts.writing', (snapshot) => {
    if (snapshot.topicId === topicId) setLast(snapshot)
  })
  const live = writing.data ?? null
  const latest = drafts.data ?? []
  const count = persona.data?.draftsPerTopic ?? settings.data?.draftsPerTopic ?? 3
  const columns = galleyColumns({ drafts: latest, live, last, waiting: busy ? count : null })
  return {
    // Nothing but failures is one failure, said once.
    columns: live === null && columns.every(({ state }) => state === 'failed') ? [] : columns,
    drafts: latest,
    live,
    kept: keptDrafts(latest, live),
    failure:
      live || busy ? null : failureOf({ topic, columns, drafts: latest, jobs: jobs.data ?? [] }),
    job: live || busy ? jobOf({ topicId, live, jobs: jobs.data ?? [] }) : null,
    loading: drafts.isPending || writing.isPending,
    error: drafts.error ?? writing.error,
    retry: () => {
      void drafts.refetch()
      void writing.refetch()
    }
  }
}

type JobSources = { topicId: string; live: WritingSnapshot | null; jobs: readonly Job[] }

/** The job that writes the topic: the one of the snapshot, else the one that names it, else a batch. */
const jobOf = ({ topicId, live, jobs }: JobSources): WritingJob | null => {
  const active = jobs.filter((job) => job.kind === 'write-drafts' && isActive(job))
  const job = live
    ? active.find(({ id }) => id === live.jobId)
    : (active.find(({ subjectId }) => subjectId === topicId) ??
      active.find(({ subjectId }) => subjectId === null))
  if (!job) return live && { id: live.jobId, batch: false, stopping: false }
  return {
    id: job.id,
    batch: job.subjectId === null,
    stopping: job.state.status === 'running' && job.state.stopping
  }
}
