import type { LlamaContextSequence, LlamaModel, Token } from 'node-llama-cpp'
import type { HostRequest, Inspection } from './protocol'
import type { Slot } from './slots'
import { tokenizedPrompt } from './write'

type InspectRequest = Extract<HostRequest, { type: 'inspect' }>

/** The probabilities of a whole vocabulary come with each token, so few are asked for at a time. */
const TOKENS_AT_A_TIME = 16
const SPARE_TOKENS = 8

/**
 * What the engine makes of a model's file: how it reads texts and conversations, which tokens end an
 * answer, and how well it foretells a passage.
 */
export async function inspect(slot: Slot, request: InspectRequest): Promise<Inspection> {
  const { model } = slot
  const { texts, conversations, endTexts, passage } = request
  return {
    texts: texts.map((text) => {
      const ids = model.tokenize(text, true)
      return { ids: ids.map(Number), text: model.detokenize(ids, true) }
    }),
    conversations: conversations.map((messages) => tokenizedPrompt(slot, { messages }).map(Number)),
    ends: endTexts.map((text) => {
      const ids = model.tokenize(text, true)
      return { ids: ids.map(Number), ends: ids.length === 1 && model.isEogToken(ids[0]) }
    }),
    passage: passage === null ? null : await foretell(slot, passage)
  }
}

/** How many nats the passage's tokens take, each after all before it and after the prompt. */
async function foretell(
  slot: Slot,
  { messages, text }: NonNullable<InspectRequest['passage']>
): Promise<NonNullable<Inspection['passage']>> {
  const prompt = tokenizedPrompt(slot, { messages })
  const passage = slot.model.tokenize(text, true)
  const [sequence] = await slot.sequences({
    count: 1,
    size: prompt.length + passage.length + SPARE_TOKENS
  })
  const last = prompt.at(-1)
  if (!sequence || last === undefined) throw new Error('There is nothing to foretell from.')
  await sequence.evaluateWithoutGeneratingNewTokens(prompt.slice(0, -1))
  // Each token foretells the one behind it; the prompt's last one foretells the passage's first.
  const context = [last, ...passage.slice(0, -1)]
  let nats = 0
  for (let start = 0; start < passage.length; start += TOKENS_AT_A_TIME) {
    nats += await natsOf(sequence, {
      context: context.slice(start, start + TOKENS_AT_A_TIME),
      targets: passage.slice(start, start + TOKENS_AT_A_TIME),
      vocabulary: slot.model
    })
  }
  return { tokens: passage.length, nats }
}

async function natsOf(
  sequence: LlamaContextSequence,
  stretch: { context: Token[]; targets: Token[]; vocabulary: LlamaModel }
): Promise<number> {
  // Nothing is cut off and nothing sharpened: the probabilities are the model's own.
  const options = { temperature: 1, topK: 0, topP: 1, minP: 0, seed: 0 }
  const outputs = await sequence.controlledEvaluate(
    stretch.context.map((token) => [token, { generateNext: { probabilities: true, options } }])
  )
  return stretch.targets.reduce((sum, target, index) => {
    const probability = outputs[index]?.next.probabilities?.get(target) ?? 0
    // The smallest that single precision holds: a token of probability 0 is as good as impossible.
    return sum - Math.log(Math.max(probability, 1.2e-38))
  }, 0)
}
