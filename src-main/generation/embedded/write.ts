import type { Token } from 'node-llama-cpp'
import { AppError } from '../../app-error'
import type { StopReason } from '../generator'
import { draftInSequence, type GrowingDraft } from './draft'
import type { AnswerForm, HostDraft, HostRequest, PromptMessage } from './protocol'
import { renderPrompt } from './prompt'
import { createJsonGrammar } from './json-grammar'
import { evaluatePrompt } from './shared-prompt'
import type { Slot } from './slots'
import { toolsInText } from './tools-in-text'

type WriteRequest = Extract<HostRequest, { type: 'write' }>

type Options = {
  slot: Slot
  request: WriteRequest
  isAborted: () => boolean
  onPieces: (pieces: { index: number; text: string }[]) => void
}

// The bindings shift the context one token before it is full.
const TOKENS_TO_SPARE = 8

/**
 * Writes drafts from one prompt, which is evaluated once. They advance in step: every round is one
 * batch with one token of each draft, always in the same order, so that a seed gives the same text
 * however fast the machine is.
 *
 * @throws AppError when no draft could be begun
 */
export async function writeDrafts(options: Options): Promise<HostDraft[]> {
  const { slot, request, isAborted, onPieces } = options
  const startedAt = performance.now()
  const prompt = tokenizedPrompt(slot, request)
  const grammar = await createJsonGrammar(slot.model, request.form.jsonSchema)
  const room = slot.model.trainContextSize - prompt.length - TOKENS_TO_SPARE
  if (room < 1) throw promptTooLong({ tokens: prompt.length, most: slot.model.trainContextSize })
  const tasks = request.tasks.map((task) => ({
    ...task,
    maxTokens: Math.min(task.sampling.maxTokens, room)
  }))
  const longest = Math.max(...tasks.map(({ maxTokens }) => maxTokens))
  const sequences = await slot.sequences({
    count: tasks.length,
    size: prompt.length + longest + TOKENS_TO_SPARE
  })
  const lastToken = await evaluatePrompt({ prompt, sequences, isAborted })
  const drafts = tasks.flatMap((task, place) => {
    const sequence = sequences[place]
    if (!sequence) return []
    const promptTokens = prompt.length
    return [draftInSequence({ task, sequence, startedAt, promptTokens, lastToken, grammar })]
  })
  await writeInStep({ drafts, isAborted, onPieces })
  return drafts.map((draft) => draft.result())
}

async function writeInStep(options: {
  drafts: GrowingDraft[]
  isAborted: () => boolean
  onPieces: Options['onPieces']
}): Promise<void> {
  const { drafts, isAborted, onPieces } = options
  let growing = drafts
  while (growing.length > 0) {
    if (isAborted()) {
      await endAll(growing, 'aborted')
      return
    }
    // All are asked in one turn of the event loop, and so land in one batch.
    const texts = await Promise.all(growing.map((draft) => draft.grow()))
    const pieces = growing.flatMap(({ index }, place) => {
      const text = texts[place] ?? ''
      return text === '' ? [] : [{ index, text }]
    })
    if (pieces.length > 0) onPieces(pieces)
    growing = growing.filter((draft) => !draft.ended())
  }
}

async function endAll(drafts: GrowingDraft[], reason: StopReason): Promise<void> {
  await Promise.all(drafts.map((draft) => draft.end(reason)))
}

/** The tokens of a conversation, up to where its answer begins. @throws AppError `model_unreadable` */
export function tokenizedPrompt(
  { model }: Slot,
  { messages, form }: { messages: PromptMessage[]; form?: AnswerForm }
): Token[] {
  const { bosString, eosString } = model.tokens
  const chatTemplate = model.fileInfo.metadata.tokenizer.chat_template
  if (typeof chatTemplate !== 'string') throw noTemplate()
  const knowsTools = /\btools\b/.test(chatTemplate)
  const text = renderPrompt({
    chatTemplate,
    messages: knowsTools ? messages : toolsInText(messages, form?.tools ?? []),
    tools: form?.tools ?? [],
    specialTokens: {
      ...(bosString === null ? {} : { bos_token: bosString }),
      ...(eosString === null ? {} : { eos_token: eosString })
    }
  })
  return model.tokenize(text, true)
}

const noTemplate = (): AppError =>
  new AppError({
    code: 'model_unreadable',
    message:
      'This model has no chat template, so it cannot be told who speaks. Nothing was changed.',
    remedy: { text: 'Choose a model made for conversation, often named “Instruct”.' }
  })

const promptTooLong = ({ tokens, most }: { tokens: number; most: number }): AppError =>
  new AppError({
    code: 'engine_refused',
    message: `Persona and topic together are ${tokens} tokens long, and this model reads at most ${most}. Nothing was changed.`,
    remedy: { text: 'Shorten the topic or the persona, or choose a model that reads more.' }
  })
