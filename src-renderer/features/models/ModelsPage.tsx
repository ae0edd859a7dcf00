import { Columns2, Plus } from 'lucide-react'
import { useEffect } from 'react'
import type { Deployment } from '@contract/deployments'
import type { EngineSettings } from '@contract/generation'
import type { Model } from '@contract/models'
import { call, useCall } from '../../bridge'
import { LinkButton } from '../../ui/Button'
import { EmptyState } from '../../ui/EmptyState'
import { ErrorNote } from '../../ui/ErrorNote'
import { Page } from '../../ui/Page'
import { Spinner } from '../../ui/Spinner'
import { useTriedSoon } from '../../ui/trying'
import { familiesOf, nextToLoad, writersOf } from './families'
import { FreeSpace } from './FreeSpace'
import { Lineage } from './Lineage'
import { ModelChecks } from './ModelChecks'
import './models.css'

/** Every file the project knows, as lines of descent: what it was made from, what was made of it. */
export default function ModelsPage() {
  const models = useCall('models.list', {})
  const list = models.data ?? []
  return (
    <Page
      title="Models"
      actions={
        <>
          {writersOf(list).length > 1 && (
            <LinkButton
              href="/models/chat"
              icon={<Columns2 />}
              {...(nextToLoad(familiesOf(list)) === null ? { command: 'home.next' } : {})}
              hideKeys
            >
              Compare in chat
            </LinkButton>
          )}
          <LinkButton href="/models/add" icon={<Plus />} command="model.addBase">
            Add base model
          </LinkButton>
        </>
      }
    >
      {models.error && <ErrorNote error={models.error} onRetry={() => void models.refetch()} />}
      {models.data && list.length === 0 && <NoModels />}
      {list.length > 0 && <Stage models={list} />}
    </Page>
  )
}

const Stage = ({ models }: { models: Model[] }) => {
  const settings = useCall('engines.settings', {})
  const runs = useCall('runs.list', {})
  const deployments = useCall('deployments.list', {})
  const { trying, job } = useTriedSoon()
  // What was loaded yesterday may have been unloaded elsewhere since; a target that is not there says so itself.
  useEffect(() => {
    void call('deployments.look', {}).catch(() => undefined)
  }, [])
  const writer = settings.data?.writer
  const families = familiesOf(models, runs.data)
  const staged = deployments.data?.find((deployment) => deployment.onStage)
  const writerId = writer?.engine === 'embedded' ? writer.modelId : null
  const shown = {
    deployments: deployments.data ?? [],
    onId: staged ? staged.modelId : writerId,
    writerId,
    nextId: nextToLoad(families)
  }
  return (
    <>
      <div className="row between -mt-2 mb-6 items-end gap-6">
        <div className="min-w-0">
          <p className="muted">On stage</p>
          <h2 className="title name">
            {onStage({ models, deployments: shown.deployments, writer })}
          </h2>
        </div>
        <FreeSpace models={models} />
      </div>
      {trying && (
        <p className="row muted mb-4" role="status">
          <Spinner />
          {job?.state.status === 'running'
            ? job.state.message
            : `Making ${trying.name} ready to try`}
        </p>
      )}
      <div className="lineage-scroll">
        <div className="lineage heads" aria-hidden="true">
          <span>Base</span>
          <span>Adapter</span>
          <span>Merged</span>
          <span>GGUF</span>
          <span>In LM Studio</span>
        </div>
        {families.map((family) => (
          <Lineage key={family.base.id} family={family} {...shown} />
        ))}
      </div>
      <p className="small faint mt-3.5">
        Read each line from left to right: what a model was made from, and what was made of it.
      </p>
      <ModelChecks models={models} deployments={shown.deployments} />
    </>
  )
}

type OnStage = {
  models: Model[]
  deployments: Deployment[]
  writer: EngineSettings['writer'] | undefined
}

/** Who answers outside, or else who writes here. */
const onStage = ({ models, deployments, writer }: OnStage): string => {
  const [staged] = deployments.filter((deployment) => deployment.onStage)
  if (staged)
    return `${staged.name} answers in ${staged.target === 'ollama' ? 'Ollama' : 'LM Studio'}.`
  if (writer?.engine === 'openai') {
    return `${writer.model} writes the drafts, ${writer.server === 'lmstudio' ? 'in LM Studio' : 'on another server'}.`
  }
  const writing = models.find(({ id }) => id === writer?.modelId)
  return writing ? `${writing.name} writes the drafts.` : 'No model writes the drafts yet.'
}

const NoModels = () => (
  <EmptyState
    title="No models yet"
    actions={<LinkButton href="/settings/engines">Open engine settings</LinkButton>}
  >
    The starter model stands here once it is on this machine, and beside it every model that your
    runs make.
  </EmptyState>
)
