import { useState } from 'react'
import { useParams } from 'wouter'
import type { Job } from '@contract/jobs'
import type { Run } from '@contract/training'
import { useCall } from '../../bridge'
import { Meter } from '../../ui/Counts'
import { ErrorNote } from '../../ui/ErrorNote'
import { progressOf } from '../../ui/jobs'
import { Page } from '../../ui/Page'
import { Segments } from '../../ui/Segments'
import { Steps, type Step } from '../../ui/Steps'
import { LiveFigures } from './LiveFigures'
import { RunEnd } from './RunEnd'
import { RunFrame } from './RunFrame'
import { RunLog } from './RunLog'
import { RunStatus } from './RunStatus'
import { EndedEarly } from './run/EndedEarly'
import { RunActions } from './run/RunActions'
import { RunRecord } from './run/RunRecord'
import { Samples } from './run/Samples'
import { StageCharts } from './StageCharts'
import { useRunSeries } from './store'
import './train.css'
import { plannedStages, stageLabel } from './words'

/** Is it learning? Live while the run goes on, and the record of it afterwards. */
export default function RunPage() {
  const { id } = useParams<{ id: string }>()
  const run = useCall('runs.get', { id })
  const jobId = run.data?.jobId
  const job = useCall('jobs.get', { id: jobId ?? '' }, { enabled: jobId !== undefined })
  if (run.error ?? job.error) {
    return (
      <Page title="Run" parent={{ title: 'Train', href: '/train' }}>
        <ErrorNote
          error={run.error ?? job.error}
          onRetry={() => void (run.error ? run : job).refetch()}
        />
      </Page>
    )
  }
  if (!run.data || !job.data) {
    return (
      <Page title="Run" parent={{ title: 'Train', href: '/train' }}>
        {null}
      </Page>
    )
  }
  return <RunDesk key={id} run={run.data} job={job.data} />
}

const RunDesk = ({ run, job }: { run: Run; job: Job }) => {
  const { series, error, again } = useRunSeries(run.id)
  const [chosen, setChosen] = useState<string | null>(null)
  const newest = series.stages.at(-1)
  const stage = series.stages.find(({ name }) => name === chosen) ?? newest
  const planned = plannedStages(job, series.stages)
  return (
    <RunFrame
      title={`Run ${run.number}`}
      name={run.name}
      status={<RunStatus run={run} job={job} stage={newest?.name} planned={planned} />}
      actions={
        <>
          {series.stages.length > 1 && stage && (
            <Segments
              label="Stage"
              value={stage.name}
              segments={series.stages.map(({ name }) => ({ value: name, label: stageLabel(name) }))}
              onChange={setChosen}
            />
          )}
          <RunActions run={run} job={job} />
        </>
      }
      foot={<RunLog run={run} events={series.events} />}
    >
      <RunEnd
        run={run}
        job={job}
        hasCheckpoint={series.events.some(({ type }) => type === 'checkpoint')}
      />
      {error && <ErrorNote className="mb-5" error={error} onRetry={again} />}
      {stage ? (
        <>
          <LiveFigures
            stage={stage}
            job={job}
            following={planned.slice(planned.indexOf(stage.name) + 1)}
          />
          <Meter
            className="run-meter"
            value={progressOf(job.state) ?? stepPart(stage)}
            label={`Run ${run.number}`}
          />
          <EndedEarly events={series.events} stage={stage.name} />
          <StageCharts key={stage.name} stage={stage} />
          <Samples events={series.events} />
        </>
      ) : (
        <Preparing job={job} />
      )}
      <RunRecord run={run} job={job} />
    </RunFrame>
  )
}

const stepPart = ({ last, totalSteps }: { last: { step: number } | null; totalSteps: number }) =>
  totalSteps === 0 ? 0 : (last?.step ?? 0) / totalSteps

/** Before the first step there is nothing to draw: what is being made ready. */
const Preparing = ({ job }: { job: Job }) => {
  const { state } = job
  const at = 'step' in state ? state.step : -1
  const steps = job.steps.map(({ name, title }, index): Step => ({
    key: name,
    title,
    state: index < at ? 'done' : index > at ? 'todo' : state.status === 'running' ? 'now' : 'todo',
    ...(index === at && state.status === 'running' ? { text: state.message } : {})
  }))
  return (
    <section className="max-w-form" aria-label="Steps of the run">
      <Steps steps={steps} />
    </section>
  )
}
