import type { Job } from '@contract/jobs'
import { AppError } from './app-error'

/**
 * What a job that has ended says of its success.
 * @throws AppError what it failed with, `cancelled` when it was stopped or the app closed
 */
export function successOf({ title, state }: Job): string {
  if (state.status === 'succeeded') return state.message
  if (state.status === 'failed') throw AppError.fromEnvelope(state.error)
  throw new AppError({ code: 'cancelled', message: `${title}: stopped before its end.` })
}
