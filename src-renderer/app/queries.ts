import { QueryClient } from '@tanstack/react-query'
import type { WritingSnapshot } from '@contract/drafts'
import type { ChangeTopic } from '@contract/events'
import type { Job } from '@contract/jobs'
import { callKey, listen } from '../bridge'
import { isStale } from './invalidation'

/** One client: answers stay until main says that they changed, and nothing is retried unasked. */
export const createQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        retry: false,
        staleTime: Infinity,
        gcTime: 5 * 60_000,
        networkMode: 'always',
        refetchOnWindowFocus: false,
        refetchOnReconnect: false
      },
      mutations: { networkMode: 'always' }
    }
  })

/** Keeps the answers true to what main announces. Returns the function that ends it. */
export const followMain = (client: QueryClient): (() => void) => {
  const ends = [
    followChanges(client),
    listen('jobs.progress', (job) => writeJob(client, job)),
    listen('drafts.writing', (snapshot) => writeSnapshot(client, snapshot))
  ]
  return () => {
    for (const end of ends) end()
  }
}

/** After so long without a further change answers are asked again, and never later than the second. */
const QUIET_MS = 100
const LATEST_MS = 500

/**
 * One act of the person changes several topics at once. They are gathered, so that each answer is
 * asked for once and main is free for the next key press of a sitting.
 */
const followChanges = (client: QueryClient): (() => void) => {
  const topics = new Set<ChangeTopic>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let since = 0
  const refetch = (): void => {
    const changed = [...topics]
    topics.clear()
    void client.invalidateQueries({
      predicate: ({ queryKey: [name] }) =>
        typeof name === 'string' && changed.some((topic) => isStale(name, topic))
    })
  }
  const end = listen('changed', ({ topic }) => {
    if (topics.size === 0) since = performance.now()
    topics.add(topic)
    clearTimeout(timer)
    const left = LATEST_MS - (performance.now() - since)
    timer = setTimeout(refetch, Math.max(0, Math.min(QUIET_MS, left)))
  })
  return () => {
    clearTimeout(timer)
    end()
  }
}

const writeJob = (client: QueryClient, job: Job): void => {
  client.setQueryData<Job>(callKey('jobs.get', { id: job.id }), job)
  client.setQueriesData<Job[]>({ queryKey: ['jobs.list'] }, (jobs) => jobs && replaceJob(jobs, job))
}

/** The list with the job's newest state; a job not seen before comes first. */
export const replaceJob = (jobs: Job[], job: Job): Job[] => {
  const known = jobs.some(({ id }) => id === job.id)
  return known ? jobs.map((other) => (other.id === job.id ? job : other)) : [job, ...jobs]
}

const writeSnapshot = (client: QueryClient, snapshot: WritingSnapshot): void => {
  client.setQueryData(callKey('drafts.writing', { topicId: snapshot.topicId }), snapshot)
}
