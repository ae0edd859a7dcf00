import { useLocation } from 'wouter'
import type { Job } from '@contract/jobs'
import type { Run } from '@contract/training'
import { useCall } from '../../bridge'
import { Button, LinkButton } from '../../ui/Button'
import { ErrorNote } from '../../ui/ErrorNote'
import { JobCard } from '../../ui/JobCard'
import { Note } from '../../ui/Note'
import { fillToGoOn } from './form/useNewRun'
import { RunDelivery } from './run/RunDelivery'
import { KeepCheckpoint } from './run/KeepCheckpoint'
import { RetryRun } from './run/RetryRun'

type RunEndProps = {
  run: Run
  job: Job
  /** There is a checkpoint to make a model of. */
  hasCheckpoint: boolean
}

/** How the run ended and what comes next. Nothing while it goes on. */
export const RunEnd = ({ run, job, hasCheckpoint }: RunEndProps) => {
  const { state } = job
  if (state.status === 'succeeded') return <Learned run={run} message={state.message} />
  if (state.status === 'failed') {
    return (
      <>
        <ErrorNote className="mb-5" error={state.error} />
        <RetryRun run={run} />
        {hasCheckpoint && (
          <div className="row mb-5">
            <KeepCheckpoint run={run} />
          </div>
        )}
      </>
    )
  }
  if (state.status === 'cancelled') {
    return (
      <Note
        kind="info"
        className="mb-5"
        title={`This run is ${run.halt === 'paused' ? 'paused' : 'stopped'}. Its checkpoint is kept.`}
        actions={hasCheckpoint && <KeepCheckpoint run={run} />}
      >
        Continue takes it up at that step, with the same figures. It can also end here, with what it
        has learned so far.
      </Note>
    )
  }
  if (state.status === 'interrupted') {
    return (
      <Note
        kind="warn"
        className="mb-5"
        title="The app closed while this run was going."
        actions={hasCheckpoint && <KeepCheckpoint run={run} />}
      >
        The last checkpoint is complete. Continue takes the run up there; the steps after it are
        done again.
      </Note>
    )
  }
  return null
}

const Learned = ({ run, message }: { run: Run; message: string }) => {
  const [, navigate] = useLocation()
  const jobs = useCall('jobs.list', {})
  const verdict = useCall('runs.verdict', { id: run.id })
  const { adapterId } = run
  // Also one that was started elsewhere, or before the window was closed.
  const job = jobs.data?.find(
    ({ kind, subjectId }) =>
      (kind === 'export' || kind === 'prepare-try') && subjectId === adapterId
  )
  return (
    <section className="mb-6">
      <div className="flex flex-wrap items-end justify-between gap-4 wide:flex-nowrap wide:gap-6">
        <div className="min-w-0">
          <h2 className="title">{verdict.data?.sentences[0] ?? message}</h2>
          {verdict.data && verdict.data.sentences.length > 1 && (
            <p className="muted mt-2">{verdict.data.sentences.slice(1).join(' ')}</p>
          )}
        </div>
        <div className="row flex-none">
          {adapterId !== null && (
            <Button
              command="run.trainOn"
              onClick={() => {
                fillToGoOn(run)
                navigate('/train/new')
              }}
            >
              Train it further
            </Button>
          )}
          {adapterId === null && run.rewardModelId !== null ? (
            <LinkButton href="/models" look="primary" command="home.next">
              See it in Models
            </LinkButton>
          ) : (
            <RunDelivery run={run} />
          )}
        </div>
      </div>
      {job && unfinished(job) && (
        <div className="mt-4">
          <JobCard job={job} />
        </div>
      )}
    </section>
  )
}

const unfinished = ({ state }: Job): boolean => state.status !== 'succeeded'
