import type { ErrorCode, ErrorEnvelope, RemedyAction } from '@contract/errors'

export type AppErrorOptions = {
  code: ErrorCode
  /** What failed, why, and what was not harmed: whole sentences that a writer understands. */
  message: string
  remedy?: { text: string; action?: RemedyAction }
  /** For "Copy details" only. */
  detail?: string
  cause?: unknown
}

/** The one error type of the app. Anything else that is thrown is a defect and shows as `internal`. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly remedy: ErrorEnvelope['remedy']
  readonly detail: string | null

  constructor({ code, message, remedy, detail, cause }: AppErrorOptions) {
    super(message, { cause })
    this.name = 'AppError'
    this.code = code
    this.remedy = remedy ? { text: remedy.text, action: remedy.action ?? null } : null
    this.detail = detail ?? (cause === undefined ? null : describe(cause))
  }

  toEnvelope(): ErrorEnvelope {
    return {
      code: this.code,
      message: this.message,
      detail: this.detail,
      remedy: this.remedy
    }
  }

  /** Brings an error back that was stored or sent as an envelope. */
  static fromEnvelope(envelope: ErrorEnvelope): AppError {
    return new AppError({
      code: envelope.code,
      message: envelope.message,
      ...(envelope.detail === null ? {} : { detail: envelope.detail }),
      ...(envelope.remedy === null
        ? {}
        : {
            remedy: {
              text: envelope.remedy.text,
              ...(envelope.remedy.action === null ? {} : { action: envelope.remedy.action })
            }
          })
    })
  }
}

/** Turns whatever was thrown into an AppError: a full disk by its name, the rest as `internal`. */
export function toAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown
  if (isDiskFull(thrown)) return diskFull(thrown)
  return new AppError({
    code: 'internal',
    message: 'Something failed that the app did not foresee. What was saved before is unharmed.',
    remedy: { text: 'Try it again; if it fails again, copy the details.', action: 'retry' },
    cause: thrown
  })
}

/** True for ENOSPC and SQLITE_FULL, however deep they lie in the causes. */
export function isDiskFull(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) return false
  const code = 'code' in thrown ? thrown.code : undefined
  return code === 'ENOSPC' || code === 'SQLITE_FULL' || isDiskFull(thrown.cause)
}

export function diskFull(cause: unknown, doing = 'This'): AppError {
  return new AppError({
    code: 'disk_full',
    message: `${doing} needs more space than the disk has left. Everything saved before is unharmed.`,
    remedy: { text: 'Free some space, then try it again.', action: 'retry' },
    cause
  })
}

function describe(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause)
  const deeper = cause.cause === undefined ? '' : `\ncaused by ${describe(cause.cause)}`
  return `${cause.stack ?? cause.message}${deeper}`
}
