import vm from 'node:vm'
import { Template } from '@huggingface/jinja'
import { AppError } from '../../app-error'
import type { PromptMessage } from './protocol'

export type PromptOptions = {
  /** The Jinja template that the model's file carries. */
  chatTemplate: string
  messages: PromptMessage[]
  /** For templates that know tools. */
  tools?: readonly object[]
  /** Whether the beginning of an answer comes last; without it, what is said has ended. */
  ask?: boolean
  /** The names under which templates know them; a model without one leaves it out. */
  specialTokens: { bos_token?: string; eos_token?: string }
}

const TEMPLATE_CHARS_AT_MOST = 128 * 1024
const PROMPT_CHARS_AT_MOST = 1_000_000
const RENDERED_WITHIN_MS = 1_000

/**
 * The text that the model reads, up to where its answer begins: what transformers'
 * `apply_chat_template(messages, add_generation_prompt=True)` gives. Tokenized with special tokens
 * and without a leading one of the tokenizer's own, it gives the same ids, too.
 *
 * The template is a stranger's program. It sees nothing but the messages, and ends within a second
 * and a million characters.
 *
 * @throws AppError `model_unreadable`
 */
export function renderPrompt({
  chatTemplate,
  messages,
  tools,
  ask = true,
  specialTokens
}: PromptOptions): string {
  if (chatTemplate.length > TEMPLATE_CHARS_AT_MOST) {
    throw badTemplate({ because: `it is longer than ${TEMPLATE_CHARS_AT_MOST / 1024} KB` })
  }
  const text = withinTime(() =>
    new Template(chatTemplate).render({
      messages,
      ...(tools === undefined || tools.length === 0 ? {} : { tools }),
      add_generation_prompt: ask,
      ...specialTokens
    })
  )
  if (text.length > PROMPT_CHARS_AT_MOST) {
    throw badTemplate({ because: 'it makes more than a million characters of a short text' })
  }
  if (text.trim() === '') throw badTemplate({ because: 'it leaves nothing of the text' })
  return text
}

/** Runs what cannot be trusted to end. V8 ends it from outside, in the middle of any loop. */
function withinTime(render: () => string): string {
  let text = ''
  const task = (): void => {
    text = render()
  }
  try {
    vm.runInNewContext('task()', { task }, { timeout: RENDERED_WITHIN_MS })
  } catch (thrown) {
    throw badTemplate({ because: reasonOf(thrown), cause: thrown })
  }
  return text
}

/** The error of a time that is up comes from the other context, and is no `Error` of this one. */
function reasonOf(thrown: unknown): string {
  if (typeof thrown !== 'object' || thrown === null) return 'it does not work'
  if ('code' in thrown && thrown.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return 'it does not end'
  return 'message' in thrown
    ? `it says “${String(thrown.message).slice(0, 200)}”`
    : 'it does not work'
}

const badTemplate = ({ because, cause }: { because: string; cause?: unknown }): AppError =>
  new AppError({
    code: 'model_unreadable',
    message: `The chat template of this model cannot be used: ${because}. Nothing was changed.`,
    remedy: { text: 'Choose another model, or another file of the same model.' },
    ...(cause === undefined ? {} : { cause })
  })
