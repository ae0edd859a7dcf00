import type { Run } from '@contract/training'
import { useCall } from '../../../bridge'
import { Button, LinkButton } from '../../../ui/Button'
import { askToDeploy } from '../../../ui/deploying'
import { useTriedSoon, useTryNow } from '../../../ui/trying'

/** What becomes of a finished run: tried on its base at once, and brought on stage. */
export const RunDelivery = ({ run }: { run: Run }) => {
  const models = useCall('models.list', {})
  const deployments = useCall('deployments.list', {})
  const { trying } = useTriedSoon()
  const tryNow = useTryNow()
  const mine = (one: { runId: string | null }) => one.runId === run.id
  const adapter = models.data?.find(({ id }) => id === run.adapterId)
  const file = models.data?.findLast((one) => one.kind === 'gguf' && !one.missing && mine(one))
  const deployment = deployments.data?.find(mine)
  const unfinished = deployment && deployment.state.status !== 'succeeded'
  if (!adapter) {
    return (
      <Button look="primary" off="The adapter of this run is not in Models any more.">
        Load into LM Studio
      </Button>
    )
  }
  const { id: adapterId, name } = adapter
  return (
    <>
      {file ? (
        <LinkButton href={`/models/chat/${file.id}`} command="deploy.chat">
          Compare in chat
        </LinkButton>
      ) : (
        <Button
          command="model.try"
          working={trying?.adapterId === adapterId ? 'Making it ready' : null}
          onClick={() => tryNow(adapter)}
        >
          Try now
        </Button>
      )}
      {deployment && (unfinished || deployment.onStage) ? (
        <LinkButton look="primary" href={`/models/deploy/${deployment.id}`} command="run.next">
          {deployment.onStage ? 'See it on stage' : 'See how far it is'}
        </LinkButton>
      ) : (
        <Button
          look="primary"
          command="run.next"
          onClick={() =>
            askToDeploy({
              name,
              source: file ? { from: 'file', modelId: file.id } : { from: 'adapter', adapterId }
            })
          }
        >
          Load into LM Studio
        </Button>
      )}
    </>
  )
}
