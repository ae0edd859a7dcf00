import type { Job } from '@contract/jobs'
import type { Activity } from '@contract/project'
import type { Ranking } from '@contract/rankings'
import type { Deletion } from '../topics/bulk'
import type { PersonaDeletion } from '../personas/deletions'

const ROWS = 12

/**
 * What happened lately, newest first: rankings gathered by persona and day, jobs that ended, and what
 * was deleted.
 */
export function recentActivity(recent: {
  /** Newest first. */
  rankings: readonly Ranking[]
  jobs: readonly Job[]
  deletedPersonas: readonly PersonaDeletion[]
  deletedTopics: readonly Deletion[]
}): Activity[] {
  const rows = [
    ...rankingRows(recent.rankings),
    ...recent.jobs.flatMap(jobRow),
    ...recent.deletedPersonas.map(personaRow),
    ...recent.deletedTopics.map(topicsRow)
  ]
  return rows.sort((a, b) => b.at - a.at).slice(0, ROWS)
}

function rankingRows(rankings: readonly Ranking[]): Activity[] {
  const groups = Map.groupBy(
    rankings,
    ({ personaName, createdAt }) => `${new Date(createdAt).toDateString()} ${personaName}`
  )
  return [...groups.values()].flatMap((group) => {
    const [newest] = group
    if (!newest) return []
    const pairs = group.reduce((sum, ranking) => sum + ranking.pairs, 0)
    const alone = group.length === 1
    return [
      {
        id: newest.id,
        at: newest.createdAt,
        kind: 'ranking' as const,
        text: alone
          ? `Ranked “${newest.topicTitle}”`
          : `Ranked ${String(group.length)} topics for ${newest.personaName}`,
        figure: plural(pairs, 'pair'),
        // Of a whole sitting only single rankings can be taken back, in the sitting itself.
        undo: alone ? { kind: 'ranking' as const, id: newest.id } : null,
        jobId: null
      }
    ]
  })
}

function jobRow(job: Job): Activity[] {
  const { state } = job
  if (state.status === 'queued' || state.status === 'running') return []
  return [
    {
      id: job.id,
      at: state.at,
      kind: 'job',
      text: outcome(job),
      figure: job.startedAt === null ? '' : duration(state.at - job.startedAt),
      undo: null,
      jobId: job.id
    }
  ]
}

function outcome({ title, state }: Job): string {
  switch (state.status) {
    case 'failed':
      return `${title}: did not finish`
    case 'cancelled':
      return `${title}: stopped`
    case 'interrupted':
      return `${title}: interrupted`
    case 'succeeded':
      return inThePast(title)
    case 'queued':
    case 'running':
      return title
  }
}

const personaRow = ({ at, ids, name, topics, sample }: PersonaDeletion): Activity => ({
  id: ids[0] ?? '',
  at,
  kind: 'deletion',
  text: sample ? 'Removed the sample' : `Deleted ${name}`,
  figure: topics === 0 ? '' : plural(topics, 'topic'),
  undo: sample ? { kind: 'sample' } : { kind: 'persona', id: ids[0] ?? '' },
  jobId: null
})

const topicsRow = ({ at, ids, title, personaName }: Deletion): Activity => ({
  id: ids[0] ?? '',
  at,
  kind: 'deletion',
  text: ids.length === 1 ? `Deleted “${title}”` : `Deleted ${plural(ids.length, 'topic')}`,
  figure: personaName ?? '',
  undo: { kind: 'topics', ids },
  jobId: null
})

/** A job's title says what to do: “Train pilot v2”. Once it is done, it says what was done. */
const inThePast = (title: string): string =>
  title.replace(/^(Write|Train|Export|Load)\b/, (verb) => past[verb] ?? verb)

const past: Record<string, string> = {
  Write: 'Wrote',
  Train: 'Trained',
  Export: 'Exported',
  Load: 'Loaded'
}

const plural = (count: number, noun: string): string =>
  `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`

function duration(ms: number): string {
  const seconds = Math.round(ms / 1000)
  return seconds < 90 ? `${String(seconds)} s` : `${String(Math.round(seconds / 60))} min`
}
