import type { Repair } from '@contract/deployments'
import { AppError, type AppErrorOptions } from '../../app-error'

/** A step's failure with what can be done about it; the first repair is the one to offer first. */
export class StepFailure extends AppError {
  readonly repairs: Repair[]

  constructor({ repairs, ...options }: AppErrorOptions & { repairs: Repair[] }) {
    super(options)
    this.repairs = repairs
  }
}

export const RETRY: Repair = { kind: 'retry' }

/** The same failure in the same words, with repairs. */
export function withRepairs(error: AppError, repairs: Repair[]): StepFailure {
  const { code, message, detail, remedy } = error
  return new StepFailure({
    code,
    message,
    repairs,
    ...(detail === null ? {} : { detail }),
    ...(remedy && {
      remedy: { text: remedy.text, ...(remedy.action && { action: remedy.action }) }
    }),
    cause: error.cause
  })
}

/** What can be done about any failure: what it says itself, else to try again. */
export const repairsOf = (error: AppError): Repair[] =>
  error instanceof StepFailure ? error.repairs : [RETRY]
