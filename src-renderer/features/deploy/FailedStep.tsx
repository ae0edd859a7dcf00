import { useState } from 'react'
import type { Deployment, Repair } from '@contract/deployments'
import type { ErrorEnvelope } from '@contract/errors'
import { call, useAct } from '../../bridge'
import { Button } from '../../ui/Button'
import { CopyDetails, ErrorNote } from '../../ui/ErrorNote'
import { Note } from '../../ui/Note'
import { AskToUnload } from './AskToUnload'
import { CopyByHand } from './CopyByHand'
import { repairLabel, repairWorking, retryWith } from './repairs'
import { firstSentence } from './sentences'
import { TokenRepair } from './TokenRepair'

type FailedStepProps = { deployment: Deployment; error: ErrorEnvelope }

/** What failed, why, and what can be done about it, in its own place among the steps. */
export const FailedStep = ({ deployment, error }: FailedStepProps) => {
  const { id, repairs } = deployment
  const retry = useAct('deployments.retry')
  const again = () => retry.mutate({ id })
  if (repairs.length === 0) {
    return (
      <ErrorNote
        className="mt-2.5 mr-3"
        error={retry.error ?? error}
        onRetry={again}
        retryLabel="Retry this step"
      />
    )
  }
  const { title, rest } = firstSentence(error.message)
  const token = repairs.find(({ kind }) => kind === 'enterToken')
  const file = repairs.find((repair) => repair.kind === 'showFile')
  // Trying again stands at the top of the page already.
  const buttons = repairs.filter(
    ({ kind }, index) => kind !== 'enterToken' && (kind !== 'retry' || index === 0)
  )
  return (
    <Note
      kind="stop"
      className="mt-2.5 mr-3"
      title={title}
      actions={
        <>
          {buttons.map((repair) => (
            <RepairButton
              key={repair.kind}
              deployment={deployment}
              repair={repair}
              first={repair === repairs[0]}
            />
          ))}
          <CopyDetails envelope={error} />
        </>
      }
    >
      <p>{[rest, error.remedy?.text].filter(Boolean).join(' ')}</p>
      {file && <CopyByHand deployment={deployment} repair={file} />}
      {token && <TokenRepair deploymentId={id} />}
    </Note>
  )
}

type RepairButtonProps = { deployment: Deployment; repair: Repair; first: boolean }

const RepairButton = ({ deployment, repair, first }: RepairButtonProps) => {
  const { id } = deployment
  const [asking, setAsking] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const [working, setWorking] = useState(false)
  const mend = async () => {
    setWorking(true)
    setError(null)
    try {
      if (repair.kind === 'startServer') await call('engines.startServer', {})
      if (repair.kind === 'showFile') await call('window.reveal', { what: 'placedFile', id })
      else await call('deployments.retry', { id, ...retryWith(repair) })
    } catch (thrown) {
      setError(thrown)
    } finally {
      setWorking(false)
    }
  }
  return (
    <>
      <Button
        look={first ? 'primary' : 'default'}
        command={first ? 'deploy.next' : undefined}
        working={working ? repairWorking(repair) : null}
        onClick={() => (repair.kind === 'unloadOthers' ? setAsking(true) : void mend())}
      >
        {repairLabel(repair)}
      </Button>
      {repair.kind === 'unloadOthers' && (
        <AskToUnload
          open={asking}
          models={repair.models}
          onClose={() => setAsking(false)}
          onUnload={(unload) => {
            setAsking(false)
            setWorking(true)
            void call('deployments.retry', { id, unload })
              .catch(setError)
              .finally(() => setWorking(false))
          }}
        />
      )}
      {error !== null && <ErrorNote className="w-full" error={error} onRetry={() => void mend()} />}
    </>
  )
}
