import { useState } from 'react'
import { useLocation } from 'wouter'
import type { Deployment } from '@contract/deployments'
import { useAct, useCall } from '../../bridge'
import { Button, LinkButton } from '../../ui/Button'
import { ErrorNote } from '../../ui/ErrorNote'
import { showFailure } from '../../ui/Failure'
import { writeNext } from './write-next'

/** What a model is for, once it stands there. */
export const StageNext = ({ deployment }: { deployment: Deployment }) => {
  const { id, name, modelId, runId, onStage, target } = deployment
  const [, navigate] = useLocation()
  const again = useAct('deployments.retry')
  const [working, setWorking] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const run = useCall('runs.get', { id: runId ?? '' }, { enabled: runId !== null })
  const write = () => {
    setWorking(true)
    setError(null)
    void writeNext(deployment, run.data?.personaId ?? null)
      .then(navigate, setError)
      .finally(() => setWorking(false))
  }
  return (
    <>
      <div className="row mt-7">
        {onStage || target === 'folder' ? (
          <Button
            look="primary"
            large
            command="deploy.next"
            working={working ? 'Starting' : null}
            onClick={write}
          >
            Write the next drafts with {shortName(name)}
          </Button>
        ) : (
          <Button
            look="primary"
            large
            command="deploy.next"
            working={again.isPending ? 'Loading' : null}
            onClick={() => again.mutate({ id }, { onError: showFailure })}
          >
            Load it again
          </Button>
        )}
        {modelId !== null && (
          <LinkButton large href={`/models/chat/${modelId}`} command="deploy.chat">
            Chat, side by side
          </LinkButton>
        )}
      </div>
      {error !== null && <ErrorNote className="mt-4" error={error} onRetry={write} />}
    </>
  )
}

/** “v3” of “calm-engineer v3”: beside the heading the rest need not be said again. */
const shortName = (name: string): string => /\bv\d+$/.exec(name)?.[0] ?? name
