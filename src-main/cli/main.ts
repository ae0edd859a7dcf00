import { CommanderError } from 'commander'
import type { ErrorCode } from '@contract/errors'
import { toAppError } from '../app-error'
import { createProgram } from './program'
import { complain } from './terminal'

/** Of the failures that are not simply failures. */
const exitCodes: Partial<Record<ErrorCode, number>> = { invalid_input: 2, cancelled: 3 }

/** The terminal face: the same services as the window, over the same project. */
async function main(): Promise<void> {
  try {
    await createProgram().parseAsync(process.argv)
  } catch (thrown) {
    process.exitCode = exitCodeOf(thrown)
  }
}

function exitCodeOf(thrown: unknown): number {
  // Commander has said it already; help and version are no failure.
  if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? 0 : 2
  if (isUsage(thrown)) {
    complain(thrown.message)
    return 2
  }
  const error = toAppError(thrown)
  complain(error.message)
  if (error.remedy) complain(error.remedy.text)
  if (error.detail) complain(`\n${error.detail}`)
  return exitCodes[error.code] ?? 1
}

/** An option that a command does not know: thrown by Node's own parser. */
const isUsage = (thrown: unknown): thrown is Error =>
  thrown instanceof Error && 'code' in thrown && String(thrown.code).startsWith('ERR_PARSE_ARGS')

await main()
