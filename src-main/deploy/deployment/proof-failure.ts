import type { Proof, Repair } from '@contract/deployments'
import type { StoredDeployment } from './repository'
import { RETRY, StepFailure } from './step-failure'
import type { Target } from './target'

/** The check that did not pass, as a failure with what helps. */
export function proofFailure({
  failed,
  deployment,
  target
}: {
  failed: Proof['checks'][number]
  deployment: StoredDeployment
  target: Target
}): StepFailure {
  const { name, quantization } = deployment
  const finer: Repair[] =
    quantization === 'F16' || quantization === 'Q8_0' || deployment.adapterId === null
      ? []
      : [{ kind: 'quantization', quantization: 'Q8_0' }]
  const help: Record<typeof failed.name, { text: string; repairs: Repair[] }> = {
    namedItself: {
      text: 'Unload the other model, then go on.',
      repairs: [RETRY]
    },
    endedCleanly: {
      text: 'Less quantization keeps the end of an answer better. Or ask again.',
      repairs: [...finer, RETRY]
    },
    noTemplateTokens: {
      text: `Its chat template is not the one that ${target.name} uses. Look whether another one is set there for this model, then go on.`,
      repairs: [RETRY, ...finer]
    },
    notTheBase: {
      text: 'Train it on more rankings, or with a stronger setting. The file can be used all the same.',
      repairs: [RETRY]
    },
    asEmbedded: {
      text: `Unload it in ${target.name} and go on: it is loaded anew. If it stays so, bring ${target.name} up to date.`,
      repairs: [RETRY, ...finer]
    }
  }
  const { text, repairs } = help[failed.name]
  return new StepFailure({
    code: 'export_failed',
    message: `“${name}” is loaded in ${target.name}, but it is not proved. ${failed.detail} The file is safe in its place.`,
    remedy: { text, action: 'retry' },
    repairs
  })
}
