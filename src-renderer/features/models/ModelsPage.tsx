import { Columns2 } from 'lucide-react'
import type { Model } from '@contract/models'
import { useCall } from '../../bridge'
import { LinkButton } from '../../ui/Button'
import { EmptyState } from '../../ui/EmptyState'
import { ErrorNote } from '../../ui/ErrorNote'
import { Page } from '../../ui/Page'
import { size } from '../../ui/words'
import { familiesOf, nextToExport, writersOf } from './families'
import { Lineage } from './Lineage'
import './models.css'

/** Every file the project knows, as lines of descent: what it was made from, what was made of it. */
export default function ModelsPage() {
  const models = useCall('models.list', {})
  const list = models.data ?? []
  return (
    <Page
      title="Models"
      actions={
        writersOf(list).length > 1 && (
          <LinkButton
            href="/models/chat"
            icon={<Columns2 />}
            {...(nextToExport(familiesOf(list)) === null
              ? { look: 'primary', command: 'home.next' }
              : {})}
          >
            Compare in chat
          </LinkButton>
        )
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
  const writer = settings.data?.writer
  const onStage = writer?.engine === 'embedded' ? writer.modelId : null
  const writing = models.find(({ id }) => id === onStage)
  const bytes = models.reduce((sum, { sizeBytes, missing }) => sum + (missing ? 0 : sizeBytes), 0)
  const families = familiesOf(models)
  const nextId = nextToExport(families)
  return (
    <>
      <div className="row between -mt-2 mb-6 items-end gap-6">
        <div className="min-w-0">
          <p className="muted">On stage</p>
          <h2 className="title name">
            {writing
              ? `${writing.name} writes the drafts.`
              : writer?.engine === 'openai'
                ? `${writer.model} writes the drafts, ${writer.server === 'lmstudio' ? 'in LM Studio' : 'on another server'}.`
                : 'No model writes the drafts yet.'}
          </h2>
        </div>
        <p className="muted tn flex-none">{size(bytes)} on disk</p>
      </div>
      <div className="lineage-scroll">
        <div className="lineage heads" aria-hidden="true">
          <span>Base</span>
          <span>Adapter</span>
          <span>Merged</span>
          <span>GGUF</span>
          <span>Use</span>
        </div>
        {families.map((family) => (
          <Lineage key={family.base.id} {...{ family, onStage, nextId }} />
        ))}
      </div>
      <p className="small faint mt-3.5">
        Read each line from left to right: what a model was made from, and what was made of it.
      </p>
    </>
  )
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
