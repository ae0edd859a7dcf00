import type { Run } from '@contract/training'
import { AppError } from '../../app-error'
import type { Events } from '../../events'
import type { JobRunner } from '../../jobs/runner'
import type { Runs } from '../../training/runs'
import { canGoOn, followJob } from './child-job'
import { RETRY, StepFailure } from './step-failure'
import type { StoredDeployment } from './repository'
import type { Done, TargetContext } from './target'

type Options = {
  runs: Pick<Runs, 'get' | 'resume' | 'pause'>
  jobs: JobRunner
  events: Events
}

/** Waits for the run, going on with it where it stopped; there is nothing to do for a finished one. */
export async function trainStep(
  options: Options,
  { deployment, signal, progress, save }: Omit<TargetContext, 'file'>
): Promise<Done> {
  const { runs, jobs, events } = options
  const { runId } = deployment
  if (runId === null || deployment.adapterId !== null) return { notNeeded: 'Was trained before' }
  const before = await runs.get(runId)
  if (before.adapterId === null) {
    if (canGoOn(await jobs.get(before.jobId))) await runs.resume(runId)
    try {
      const onProgress = ({ state }: { state: Run['state'] }): void => {
        if (state.status === 'queued') progress(null, 'Waits for its turn')
        if (state.status === 'running') progress(state.progress, state.message)
      }
      await followJob({ jobs, events, id: before.jobId, signal, onProgress })
    } catch (thrown) {
      if (signal.reason === 'cancelled') await stopWith(options, deployment)
      throw thrown
    }
  }
  const run = await runs.get(runId)
  if (run.state.status === 'failed') throw AppError.fromEnvelope(run.state.error)
  if (run.adapterId === null) throw didNotEnd(run)
  await save({ adapterId: run.adapterId })
  return sayLearned(run)
}

/** A run that was started for this deployment rests with its checkpoint; another's goes on. */
async function stopWith(
  { runs, jobs }: Options,
  { source, runId }: StoredDeployment
): Promise<void> {
  if (source.from !== 'newRun' || runId === null) return
  const { jobId, state } = await runs.get(runId)
  if (state.status !== 'queued' && state.status !== 'running') return
  await runs.pause(runId)
  await jobs.finished(jobId)
}

function sayLearned({ sft, dpo, data }: Run): string {
  const steps = (sft?.steps ?? 0) + (dpo?.steps ?? 0)
  const learned = `${data.rankings.toLocaleString('en-GB')} rankings`
  return steps === 0 ? learned : `${steps.toLocaleString('en-GB')} steps on ${learned}`
}

const didNotEnd = ({ name, state }: Run): StepFailure =>
  new StepFailure({
    code: 'training_failed',
    message:
      state.status === 'succeeded'
        ? `“${name}” has trained a reward model, which scores drafts and writes none, so there is nothing to load.`
        : `The run “${name}” was stopped before it had made its adapter. Its checkpoints are kept.`,
    remedy: { text: 'Go on with it, or choose a run that has finished.', action: 'retry' },
    repairs: [RETRY]
  })
