import type { Job } from '@contract/jobs'
import type { Activity } from '@contract/project'
import type { Ranking } from '@contract/rankings'

const ROWS = 12

/** What happened lately, newest first: rankings gathered by persona and day, and jobs that ended. */
export function recentActivity({
  rankings,
  jobs
}: {
  /** Newest first. */
  rankings: readonly Ranking[]
  jobs: readonly Job[]
}): Activity[] {
  const rows = [...rankingRows(rankings), ...jobs.flatMap(jobRow)]
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
    const what =
      group.length === 1
        ? `Ranked “${newest.topicTitle}”`
        : `Ranked ${String(group.length)} topics for ${newest.personaName}`
    return [
      {
        id: newest.id,
        at: newest.createdAt,
        kind: 'ranking' as const,
        text: what,
        figure: `${String(pairs)} ${pairs === 1 ? 'pair' : 'pairs'}`,
        // Of a whole sitting only single rankings can be taken back, in the sitting itself.
        undoable: group.length === 1,
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
      undoable: false,
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

/** A job's title says what to do: “Train pilot v2”. Once it is done, it says what was done. */
const inThePast = (title: string): string =>
  title.replace(/^(Write|Train|Export)\b/, (verb) => past[verb] ?? verb)

const past: Record<string, string> = { Write: 'Wrote', Train: 'Trained', Export: 'Exported' }

function duration(ms: number): string {
  const seconds = Math.round(ms / 1000)
  return seconds < 90 ? `${String(seconds)} s` : `${String(Math.round(seconds / 60))} min`
}
