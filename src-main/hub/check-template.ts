import type { ChatMessage } from '@contract/generation'
import { z } from 'zod'
import { AppError } from '../app-error'
import { renderPrompt } from '../generation/embedded/prompt'

const Token = z.union([z.string(), z.object({ content: z.string() }).transform((t) => t.content)])

const TokenizerConfig = z.looseObject({
  bos_token: Token.nullish().catch(null),
  eos_token: Token.nullish().catch(null),
  /** One template, or several of which one is the default. */
  chat_template: z
    .union([z.string(), z.array(z.object({ name: z.string(), template: z.string() }))])
    .nullish()
    .catch(null)
})
const Tokenizer = z.looseObject({
  added_tokens: z.array(z.object({ id: z.int(), content: z.string() })).catch([])
})
const Ends = z.looseObject({
  eos_token_id: z
    .union([z.int(), z.array(z.int())])
    .nullish()
    .catch(null)
})
const TemplateJson = z.object({ chat_template: z.string() })

export type TemplateFiles = {
  tokenizer: unknown
  tokenizerConfig: unknown
  generation: unknown
  config: unknown
  /** `chat_template.jinja`, which comes before what the tokenizer's config says. */
  templateFile: string | null
  templateJson: unknown
}

const QUESTION: ChatMessage[] = [{ role: 'user', content: 'Which colour has the sky?' }]
const ANSWER = 'A calm blue.'

/**
 * Whether a chat template can be trained on: the prompt must read the same once its answer follows,
 * and the answer must end with a token that ends the turn. The trainer proves the same with the
 * tokenizer itself; here it is known before anything is fetched or copied.
 */
export function checkTemplate(files: TemplateFiles): string[] {
  const settings = TokenizerConfig.safeParse(files.tokenizerConfig).data
  const chatTemplate = templateOf(files, settings)
  if (chatTemplate === null) {
    return ['It has no chat template, so it cannot be told who speaks: this is no instruct model.']
  }
  const ends = endsOf(files, settings)
  if (ends.length === 0) return ['It names no token that ends a turn.']
  const specialTokens = {
    ...(settings?.bos_token != null && { bos_token: settings.bos_token }),
    ...(settings?.eos_token != null && { eos_token: settings.eos_token })
  }
  const render = (messages: ChatMessage[], ask: boolean): string =>
    renderPrompt({ chatTemplate, messages, ask, specialTokens })
  try {
    const before = render(QUESTION, true)
    const whole = render([...QUESTION, { role: 'assistant', content: ANSWER }], false)
    if (!whole.startsWith(before)) {
      return ['Its chat template writes a prompt differently once an answer follows.']
    }
    const after = whole.slice(before.length)
    const said = after.indexOf(ANSWER)
    if (said < 0) return ['Its chat template does not repeat an answer word for word.']
    const rest = after.slice(said + ANSWER.length).trimStart()
    if (!ends.some((end) => rest.startsWith(end))) {
      return ['Its chat template does not end an answer with an end-of-turn token.']
    }
  } catch (error) {
    return [`Its chat template cannot be used: ${reasonOf(error)}`]
  }
  return takesSystem(render)
    ? []
    : ['Its chat template refuses a system message, and the persona is one.']
}

function takesSystem(render: (messages: ChatMessage[], ask: boolean) => string): boolean {
  const persona = 'You are calm.'
  try {
    return render([{ role: 'system', content: persona }, ...QUESTION], true).includes(persona)
  } catch {
    return false
  }
}

function templateOf(
  { templateFile, templateJson }: TemplateFiles,
  settings: z.infer<typeof TokenizerConfig> | undefined
): string | null {
  const own = settings?.chat_template ?? null
  const chosen = Array.isArray(own)
    ? (own.find(({ name }) => name === 'default') ?? own[0])?.template
    : own
  return templateFile ?? TemplateJson.safeParse(templateJson).data?.chat_template ?? chosen ?? null
}

function endsOf(
  { tokenizer, generation, config }: TemplateFiles,
  settings: z.infer<typeof TokenizerConfig> | undefined
): string[] {
  const added = Tokenizer.safeParse(tokenizer).data?.added_tokens ?? []
  const ids = [generation, config].flatMap((file) => Ends.safeParse(file).data?.eos_token_id ?? [])
  const named = added.filter(({ id }) => ids.includes(id)).map(({ content }) => content)
  const eos = settings?.eos_token
  return [...new Set([...named, ...(eos == null ? [] : [eos])])].filter((end) => end !== '')
}

const reasonOf = (error: unknown): string =>
  error instanceof AppError ? error.message.replace(/^.*?cannot be used: /, '') : 'it fails.'
