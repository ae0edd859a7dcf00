import { useQueryClient } from '@tanstack/react-query'
import { FolderOpen, RotateCw, Square } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { Deployment } from '@contract/deployments'
import { callKey, useAct, useCall, useEvent } from '../../bridge'
import { announce } from '../../ui/announce'
import { Button } from '../../ui/Button'
import { ErrorNote } from '../../ui/ErrorNote'
import { showFailure } from '../../ui/Failure'
import { showInFolder } from '../../ui/file-browser'
import { Page, Split } from '../../ui/Page'
import { Steps } from '../../ui/Steps'
import './deploy.css'
import { FailedStep } from './FailedStep'
import { findingOf } from './finding'
import { ProofPane } from './ProofPane'
import { StageNext } from './StageNext'
import { stepDetail, stepTitle, stepTook } from './step-words'

const parent = { title: 'Models', href: '/models' }

/** From rankings to an answer in seven steps, each with its time; a failed one holds its repair. */
export default function DeployPage({ id }: { id: string }) {
  const deployment = useCall('deployments.get', { id })
  if (deployment.error) {
    return (
      <Page title="On stage" parent={parent}>
        <ErrorNote
          error={deployment.error}
          onRetry={() => void deployment.refetch()}
          elsewhere={{ label: 'Go to Models', href: '/models' }}
        />
      </Page>
    )
  }
  if (!deployment.data) {
    return (
      <Page title="On stage" parent={parent}>
        {null}
      </Page>
    )
  }
  return <DeployDesk deployment={deployment.data} />
}

const DeployDesk = ({ deployment }: { deployment: Deployment }) => {
  const { id, name, steps, target, state, jobId, runId } = deployment
  const job = useCall('jobs.get', { id: jobId })
  const run = useCall('runs.get', { id: runId ?? '' }, { enabled: runId !== null })
  useFollowing(deployment)
  const { heading, text } = findingOf(deployment, { run: run.data, job: job.data })
  useSaid(state.status === 'succeeded' ? heading : null)
  return (
    <Page
      title={name}
      parent={parent}
      flush
      actions={<DeployActions key={state.status} deployment={deployment} />}
    >
      <div className="deploying">
        <Split sideLabel="The proof" side={<ProofPane deployment={deployment} />}>
          <h2 className="display">{heading}</h2>
          <p className="lead muted mt-1.5 mb-7">{text}</p>
          <Steps
            steps={steps.map((step) => ({
              key: step.name,
              state: step.state === 'failed' ? 'fail' : step.state,
              title: stepTitle(step, target),
              text: stepDetail(step, target),
              figure: stepTook(step),
              extra: step.state === 'failed' && state.status === 'failed' && (
                <FailedStep key={id} deployment={deployment} error={state.error} />
              )
            }))}
          />
          {state.status === 'succeeded' && <StageNext deployment={deployment} />}
        </Split>
      </div>
    </Page>
  )
}

/** What can be done about it as a whole now. */
const DeployActions = ({ deployment: { id, state, placedAt } }: { deployment: Deployment }) => {
  const stop = useAct('deployments.stop')
  const retry = useAct('deployments.retry')
  const show = useAct('window.reveal')
  const failed = { onError: showFailure }
  switch (state.status) {
    case 'queued':
    case 'running':
      return (
        <Button
          icon={<Square />}
          command="app.stop"
          working={
            stop.isPending || (state.status === 'running' && state.stopping) ? 'Stopping' : null
          }
          onClick={() => stop.mutate({ id }, failed)}
        >
          Stop
        </Button>
      )
    case 'failed':
      return (
        <Button
          icon={<RotateCw />}
          command="deploy.retry"
          working={retry.isPending ? 'Starting' : null}
          onClick={() => retry.mutate({ id }, failed)}
        >
          Retry this step
        </Button>
      )
    case 'cancelled':
    case 'interrupted':
      return (
        <Button
          look="primary"
          icon={<RotateCw />}
          command="deploy.next"
          working={retry.isPending ? 'Continuing' : null}
          onClick={() => retry.mutate({ id }, failed)}
        >
          Continue
        </Button>
      )
    case 'succeeded':
      return (
        placedAt !== null && (
          <Button
            icon={<FolderOpen />}
            command="deploy.show"
            onClick={() => show.mutate({ what: 'placedFile', id }, failed)}
          >
            {showInFolder()}
          </Button>
        )
      )
  }
}

/** Its steps are read again as its job moves on: they are facts of the deployment, not of the job. */
const useFollowing = ({ id, jobId }: Deployment): void => {
  const client = useQueryClient()
  const seen = useRef('')
  useEvent('jobs.progress', (job) => {
    if (job.id !== jobId) return
    const now = `${job.state.status} ${'step' in job.state ? job.state.step : ''} ${'message' in job.state ? job.state.message : ''}`
    if (now === seen.current) return
    seen.current = now
    void client.invalidateQueries({ queryKey: callKey('deployments.get', { id }) })
  })
}

/** Says it once to who does not see it. */
const useSaid = (sentence: string | null): void => {
  useEffect(() => {
    if (sentence !== null) announce(`${sentence}.`)
  }, [sentence])
}
