import type { Deployment } from '@contract/deployments'
import type { Model } from '@contract/models'
import { useCall } from '../../bridge'
import { Proof, ProofChecks, ProofFigures } from '../../ui/Proof'
import { targetNames } from './step-words'

/** At the right of the steps: what will be asked, then what was answered. */
export const ProofPane = ({ deployment }: { deployment: Deployment }) => {
  const { proof, question, name, target, state } = deployment
  const models = useCall('models.list', {})
  const base = rootOf(deployment.adapterId ?? deployment.modelId, models.data ?? [])
  return (
    <>
      <Proof
        proof={proof}
        question={question}
        names={{ base: base ? `${base.name}, base` : 'The base', tuned: name }}
        waiting={{
          base: 'Ready to ask',
          tuned: target === 'folder' ? 'Waits for the file' : 'Waits for the load'
        }}
      />
      {proof && (
        <ProofFigures
          proof={proof}
          nameLabel={target === 'folder' ? 'Name' : `Name in ${targetNames[target]}`}
        />
      )}
      {proof && state.status === 'failed' && <ProofChecks proof={proof} />}
    </>
  )
}

/** What the line began with; nothing while the run still trains. */
const rootOf = (id: string | null, models: readonly Model[]): Model | undefined => {
  const model = models.find((one) => one.id === id)
  return model && model.parentId !== null ? (rootOf(model.parentId, models) ?? model) : model
}
