import type { ErrorCode } from '@contract/errors'
import { AppError, toAppError } from '../app-error'

/** The statuses that this server answers with when it does not answer the question. */
type Status = 400 | 401 | 403 | 404 | 405 | 409 | 413 | 429 | 500 | 503

/** A refusal in the form of the OpenAI API: clients raise their own errors from status and `type`. */
export class ApiError extends Error {
  readonly status: Status
  readonly type: string
  readonly param: string | null
  readonly code: string | null

  constructor(options: {
    status: Status
    message: string
    type?: string
    param?: string | null
    code?: string | null
  }) {
    super(options.message)
    this.status = options.status
    this.type = options.type ?? 'invalid_request_error'
    this.param = options.param ?? null
    this.code = options.code ?? null
  }

  body(): { error: { message: string; type: string; param: string | null; code: string | null } } {
    const { message, type, param, code } = this
    return { error: { message, type, param, code } }
  }
}

const STATUS: Partial<Record<ErrorCode, Status>> = {
  invalid_input: 400,
  not_found: 404,
  conflict: 409,
  engine_refused: 400,
  out_of_memory: 503,
  engine_crashed: 503,
  engine_no_model: 404,
  cancelled: 503
}

/** Any failure of the app as a refusal; what to do about it stands in the same sentence. */
export function toApiError(thrown: unknown): ApiError {
  if (thrown instanceof ApiError) return thrown
  const error = thrown instanceof AppError ? thrown : toAppError(thrown)
  const status = STATUS[error.code] ?? 500
  return new ApiError({
    status,
    type: status < 500 ? 'invalid_request_error' : 'server_error',
    message: [error.message, error.remedy?.text].filter(Boolean).join(' '),
    code: error.code
  })
}
