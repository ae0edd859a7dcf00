import type { Deployment } from '@contract/deployments'
import type { Model } from '@contract/models'
import { Button, LinkButton } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { Proof, ProofChecks, ProofFigures } from '../../ui/Proof'
import { Status } from '../../ui/Status'
import { when } from '../../ui/words'
import { closeChecks, useChecks } from './checks-store'
import { rootOf } from './families'

type ModelChecksProps = { models: Model[]; deployments: Deployment[] }

/** What was looked at before a file was released, and what it answered where it was loaded. */
export const ModelChecks = ({ models, deployments }: ModelChecksProps) => {
  const { id } = useChecks()
  const model = models.find((one) => one.id === id)
  if (!model) return null
  const deployment = deployments.find(({ modelId, proof }) => modelId === id && proof !== null)
  return (
    <Dialog
      open
      onClose={closeChecks}
      wide
      reading
      title={`What was checked of ${model.name}`}
      text={`${model.quantization ?? 'GGUF'}, made ${when(model.createdAt)}.`}
      actions={
        <>
          {deployment && (
            <LinkButton href={`/models/deploy/${deployment.id}`}>See its seven steps</LinkButton>
          )}
          <Button keys="escape" onClick={closeChecks}>
            Close
          </Button>
        </>
      }
    >
      <FileChecks model={model} />
      {deployment?.proof && (
        <div className="stack s4 mt-6">
          <Proof
            proof={deployment.proof}
            question={deployment.question}
            names={{ base: `${rootOf(model, models).name}, base`, tuned: model.name }}
            waiting={{ base: '', tuned: '' }}
          />
          <ProofChecks proof={deployment.proof} />
          <ProofFigures
            proof={deployment.proof}
            nameLabel={deployment.target === 'ollama' ? 'Name in Ollama' : 'Name in LM Studio'}
          />
        </div>
      )}
    </Dialog>
  )
}

const FileChecks = ({ model: { checks, canaryAgrees } }: { model: Model }) => {
  if (checks.length === 0) {
    return (
      <p className="muted mt-4">
        {canaryAgrees === null
          ? 'This file was not made here, so nothing is known of it.'
          : canaryAgrees
            ? 'Before it was released it gave the trained model’s answers.'
            : 'Its answers differ from the trained model’s.'}
      </p>
    )
  }
  return (
    <ul className="checked stack s2 mt-4" aria-label="Checks of the file">
      {checks.map(({ name, passed, detail }) => (
        <li key={name}>
          <Status kind={passed ? 'ok' : 'stop'}>{detail}</Status>
        </li>
      ))}
    </ul>
  )
}
