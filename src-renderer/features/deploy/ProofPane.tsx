import type { Deployment } from '@contract/deployments'
import { useCall } from '../../bridge'
import { Proof, ProofChecks, ProofFigures } from '../../ui/Proof'
import { targetNames } from './step-words'

/** At the right of the steps: what will be asked, then what was answered. */
export const ProofPane = ({ deployment }: { deployment: Deployment }) => {
  const { proof, name, runId, target, state } = deployment
  const run = useCall('runs.get', { id: runId ?? '' }, { enabled: runId !== null })
  if (target === 'folder' && proof === null) return <NoProof />
  return (
    <>
      <Proof
        proof={proof}
        question={null}
        names={{ base: run.data?.baseModelName ?? 'The base', tuned: name }}
        waiting={{ base: 'Ready to ask', tuned: 'Waits for the load' }}
      />
      {proof && <ProofFigures proof={proof} nameLabel={`Name in ${targetNames[target]}`} />}
      {proof && state.status === 'failed' && <ProofChecks proof={proof} />}
    </>
  )
}

const NoProof = () => (
  <section>
    <h3 className="h">The proof</h3>
    <p className="small muted mt-0.5">
      No program loads the file here, so no question is asked. Its own checks are with the model.
    </p>
  </section>
)
