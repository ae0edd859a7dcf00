import { Link } from 'wouter'
import type { Job } from '@contract/jobs'
import type { HomeSummary, NextStep } from '@contract/project'
import { useCall } from '../../bridge'
import { classes, count, figure, whenDay } from '../../ui/words'

/** The five stations of the loop with their live counts; the one of the next step is marked. */
export const Loop = ({ summary }: { summary: HomeSummary }) => {
  const { topics, toRank, pairs, runs, model } = summary.stations
  const on = useStation(summary.next)
  return (
    <>
      <div className="stations" role="group" aria-label="The loop">
        <Station
          href="/personas"
          label="Topics"
          value={figure(topics.count)}
          sub={sayTopics(topics)}
          on={on === 'topics'}
        />
        <Station
          href="/rank"
          label="Drafts to rank"
          value={figure(toRank.count)}
          sub={toRank.count === 0 ? 'all drafts are ranked' : 'topics with fresh drafts'}
          on={on === 'toRank'}
        />
        <Station
          href="/train/new"
          label="Pairs ready"
          value={figure(pairs.count)}
          sub={
            runs.count === 0
              ? 'for a first run'
              : `${figure(pairs.sinceLastRun)} new since the last run`
          }
          on={on === 'pairs'}
        />
        <Station
          href="/train"
          label="Runs"
          value={figure(runs.count)}
          sub={runs.lastAt === null ? 'none yet' : sayLast(runs.lastAt)}
          on={on === 'runs'}
        />
        <Station
          href="/models"
          label={model.writes ? 'On stage' : 'Tuned model'}
          value={model.name ?? 'None yet'}
          name
          sub={model.detail}
          on={on === 'model'}
        />
      </div>
      {model.name && <Back name={model.name} writes={model.writes} />}
    </>
  )
}

type Name = keyof HomeSummary['stations']

/** Where the next step belongs. A job belongs where its work does: only training is a run. */
const useStation = ({ step, subjectId }: HomeSummary['next']): Name | null => {
  const isJob = step === 'retry-job' || step === 'open-job'
  const job = useCall('jobs.get', { id: subjectId ?? '' }, { enabled: isJob && subjectId !== null })
  if (isJob) return (job.data && stationOfJob[job.data.kind]) ?? null
  return stationOf[step]
}

const stationOf: Record<Exclude<NextStep, 'retry-job' | 'open-job'>, Name> = {
  'load-model': 'model',
  rank: 'toRank',
  'write-drafts': 'topics',
  'start-run': 'pairs',
  'add-topics': 'topics',
  'add-persona': 'topics'
}

/** Work that belongs to no station, such as setting Python up, marks none. */
const stationOfJob: Partial<Record<Job['kind'], Name>> = {
  train: 'runs',
  export: 'model',
  deploy: 'model',
  'write-drafts': 'topics'
}

const sayTopics = ({ personas, withoutDrafts }: HomeSummary['stations']['topics']) =>
  withoutDrafts === 0
    ? count(personas, 'persona')
    : `${count(personas, 'persona')}, ${figure(withoutDrafts)} without drafts`

const sayLast = (at: number) => {
  const day = whenDay(at)
  if (day === 'Today' || day === 'Yesterday') return `the last ${day.toLowerCase()}`
  return `the last on ${day}`
}

type StationProps = {
  href: string
  label: string
  value: string
  sub: string
  on: boolean
  name?: boolean
}

const Station = ({ href, label, value, sub, on, name = false }: StationProps) => (
  <Link href={href} className={classes('station', on && 'on')}>
    <span className="label">{label}</span>
    <span className={classes('figure', name && 'name trunc')} title={name ? value : undefined}>
      {value}
    </span>
    <span className="sub">{sub}</span>
  </Link>
)

const Back = ({ name, writes }: { name: string; writes: boolean }) => (
  <div className="loop-back">
    <svg viewBox="0 0 100 34" preserveAspectRatio="none" aria-hidden="true">
      <path
        d="M90 0V19H30V3"
        fill="none"
        stroke="var(--rule-strong)"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
    <svg className="arrow" viewBox="0 0 9 9" aria-hidden="true">
      <path d="M.5 5 4.5 1 8.5 5" fill="none" stroke="var(--ink-3)" />
    </svg>
    <span>
      {name} {writes ? 'writes' : 'can write'} the next drafts
    </span>
  </div>
)
