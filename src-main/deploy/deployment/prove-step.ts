import type { Proof } from '@contract/deployments'
import type { ChatMessage } from '@contract/generation'
import type { Generator } from '../../generation/generator'
import { checkGguf } from '../../generation/gguf-check'
import type { Models } from '../../models/models'
import { paceOf } from './ask-tuned'
import { checksOf, type Evidence, type Text } from './proof-checks'
import { proofFailure } from './proof-failure'
import { questionIn } from './findings'
import type { StoredDeployment } from './repository'
import type { Target, TargetContext, TunedAnswer } from './target'

type Options = {
  models: Pick<Models, 'get' | 'modelFile'>
  /** The built-in engine with a model of the registry. */
  embeddedGenerator: (modelId: string) => Promise<Generator>
  /** The longest answer. */
  maxTokens: number
}

type Asked = Text & NonNullable<Proof['base']>

/**
 * Asks one question of the model where it stands, of its base and of the built-in engine, at
 * temperature 0, and keeps what came of it, also when it proves nothing. Where the model answers like
 * its base, another question is asked: one answer in which they agree is no evidence yet.
 *
 * @throws StepFailure with the first check that did not pass
 */
export async function proveStep(
  options: Options,
  target: Target,
  context: TargetContext
): Promise<string> {
  const { deployment, file, progress, save } = context
  const { chatTemplate } = await checkGguf(file)
  const baseId = await baseOf(options.models, deployment)
  let proof: Proof | null = null
  for (const messages of deployment.findings.questions) {
    progress(null, `“${questionIn(messages).slice(0, 60)}”`)
    proof = await askAll(options, { target, context, messages, baseId, chatTemplate })
    if (!isLikeBase(proof)) break
  }
  if (!proof) throw new Error('There is no question to ask.')
  const failed = proof.checks.find(({ passed }) => !passed)
  await save({ proof, onStage: failed === undefined && target.standsOnStage })
  if (failed) throw proofFailure({ failed, deployment, target })
  return sayProof(proof)
}

async function askAll(
  options: Options,
  asking: {
    target: Target
    context: TargetContext
    messages: ChatMessage[]
    baseId: string | null
    chatTemplate: string
  }
): Promise<Proof> {
  const { target, context, messages, baseId, chatTemplate } = asking
  const { maxTokens } = options
  const { deployment, signal } = context
  const tuned = await target.ask(context, { messages, maxTokens })
  const ask = (modelId: string): Promise<Asked> =>
    askEmbedded(options, { modelId, messages, signal })
  const base = baseId === null ? null : await ask(baseId)
  const embedded =
    target.standsOnStage && deployment.modelId !== null ? await ask(deployment.modelId) : null
  const evidence: Evidence = {
    target: target.name,
    ownNames: ownNames(deployment),
    echoed: tuned.echoed,
    tuned,
    base,
    embedded,
    templateTokens: markersIn(chatTemplate),
    maxTokens
  }
  return {
    question: questionIn(messages),
    base: base && answerOf(base),
    tuned: answerOf(tuned),
    echoedModel: tuned.echoed,
    checks: checksOf(evidence),
    at: Date.now()
  }
}

const isLikeBase = ({ checks }: Proof): boolean =>
  checks.some(({ name, passed }) => name === 'notTheBase' && !passed)

const answerOf = ({ model, text, tokensPerSecond, firstTokenMs }: Asked | TunedAnswer) => ({
  model,
  text,
  tokensPerSecond,
  firstTokenMs
})

function ownNames({ key, instanceId, name }: StoredDeployment): string[] {
  const names = [instanceId, key].filter((one) => one !== null)
  return names.length > 0 ? names : [name]
}

async function askEmbedded(
  { models, embeddedGenerator, maxTokens }: Options,
  question: { modelId: string; messages: ChatMessage[]; signal: AbortSignal }
): Promise<Asked> {
  const { modelId, messages, signal } = question
  const generator = await embeddedGenerator(modelId)
  const sampling = { temperature: 0, topP: 1, minP: 0, maxTokens }
  const [draft] = await generator.generate({ messages, count: 1, seed: 0, sampling, signal })
  signal.throwIfAborted()
  if (!draft) throw new Error('The engine returned no answer.')
  if ('error' in draft) throw draft.error
  return {
    model: (await models.get(modelId)).name,
    text: draft.text,
    endedByItself: draft.stopReason === 'endOfTurn',
    ...paceOf(draft)
  }
}

/** The base that the model was tuned from; null where it is no file that the built-in engine reads. */
async function baseOf(
  models: Options['models'],
  { modelId, adapterId }: StoredDeployment
): Promise<string | null> {
  let id = modelId ?? adapterId
  while (id !== null) {
    const model = await models.get(id)
    if (model.kind === 'base' && model.id !== modelId) {
      return models.modelFile(model.id).then(
        () => model.id,
        () => null
      )
    }
    id = model.parentId
  }
  return null
}

/** Markers of turns and roles, as chat templates write them. */
const markersIn = (chatTemplate: string): string[] => [
  ...new Set(
    chatTemplate.match(/<\|[^|<>\s]{1,40}\|>|<(?:start|end)_of_turn>|\[\/?INST\]|<<\/?SYS>>/g)
  )
]

function sayProof({ checks }: Proof): string {
  const names = new Set(checks.map(({ name }) => name))
  return [
    'Named itself correctly, stopped cleanly, no stray template tokens',
    ...(names.has('notTheBase') ? ['not the base'] : [])
  ].join(', ')
}
