import type { Deployment } from '@contract/deployments'
import { useCall } from '../../bridge'
import { Proof, ProofChecks, ProofFigures } from '../../ui/Proof'
import { targetNames } from './step-words'

/** At the right of the steps: what will be asked, then what was answered. */
export const ProofPane = ({ deployment }: { deployment: Deployment }) => {
  const { proof, question, name, runId, target, state } = deployment
  const run = useCall('runs.get', { id: runId ?? '' }, { enabled: runId !== null })
  return (
    <>
      <Proof
        proof={proof}
        question={question}
        names={{ base: run.data?.baseModelName ?? 'The base', tuned: name }}
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
