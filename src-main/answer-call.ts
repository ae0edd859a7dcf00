import { z } from 'zod'
import type { Answer } from '@contract/bridge'
import { calls, type CallName, type Handlers } from '@contract/calls'
import { AppError, toAppError } from './app-error'

type Options = {
  /** Thrown errors (no project is open) become the answer. */
  handlers: () => Partial<Handlers>
  name: CallName
  input: unknown
  /** Also checks what the handler returns; on in development and tests. */
  checkOutput?: boolean
}

/**
 * Runs one call from outside: parses the input, runs the handler, turns any throw into the error
 * envelope. All problems of the input are said at once.
 */
export async function answerCall(options: Options): Promise<Answer<unknown>> {
  const { handlers, name, input, checkOutput = process.env['NODE_ENV'] !== 'production' } = options
  try {
    const parsed = parseInput(name, input)
    const handler = handlers()[name] as ((input: unknown) => unknown) | undefined
    if (!handler) throw new AppError({ code: 'not_found', message: `Nothing answers ${name}.` })
    const value = await handler(parsed)
    if (checkOutput) calls[name].output.parse(value)
    return { ok: true, value }
  } catch (thrown) {
    return { ok: false, error: toAppError(thrown).toEnvelope() }
  }
}

function parseInput(name: CallName, input: unknown): unknown {
  const parsed = calls[name].input.safeParse(input ?? {})
  if (parsed.success) return parsed.data
  const sentences = parsed.error.issues.map(({ message }) => message)
  throw new AppError({
    code: 'invalid_input',
    message: [...new Set(sentences)].join(' '),
    detail: z.prettifyError(parsed.error)
  })
}
