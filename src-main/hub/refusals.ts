import { AppError } from '../app-error'
import { hostOf, KEPT, proxyWants } from './unreachable'

type Answered = {
  status: number
  headers: Readonly<Record<string, string>>
  /** The body, which repeats the message where a proxy drops the headers. */
  said: string
  repository: string
  address: string
  token: string | null
}

/** Worth another try after a while: the hub is busy, or ill for a moment. */
export class BusyHub extends AppError {
  /** How long it asks to wait; null where it does not say. */
  readonly waitMs: number | null

  constructor(waitMs: number | null, options: ConstructorParameters<typeof AppError>[0]) {
    super(options)
    this.waitMs = waitMs
  }
}

/**
 * An answer that is no file, as a sentence. A hub names the reason in `X-Error-Code` and says it in
 * `X-Error-Message`; without a code, 401 stands for a repository that is private or not there, too.
 * Source: huggingface_hub, `utils/_http.py`, `hf_raise_for_status`.
 */
export function hubRefusal({
  status,
  headers,
  said,
  repository,
  address,
  token
}: Answered): AppError {
  const code = headers['x-error-code'] ?? ''
  const message = headers['x-error-message'] ?? said.slice(0, 1000)
  const page = `${address}/${repository}`
  const detail = `HTTP ${status} ${code} ${message}`.trim()

  if (
    status === 401 &&
    token !== null &&
    /invalid credentials|expired|invalid token/i.test(message)
  ) {
    return new AppError({
      code: 'hub_unauthorized',
      message: `The hub at ${hostOf(address)} does not accept the token any more: it is wrong, expired or revoked. ${KEPT}`,
      remedy: {
        text: 'Make a new token on the hub’s page for tokens, and enter it.',
        action: 'open-base-models'
      },
      detail
    })
  }
  if (code === 'GatedRepo') return gated({ status, message, repository, page, token, detail })
  if (status === 403 && /fine-grained token/i.test(message)) {
    return new AppError({
      code: 'hub_gated',
      message: `The token has not the right to read gated repositories, so ${repository} was not fetched. ${KEPT}`,
      remedy: {
        text: 'On the hub’s page for tokens, allow it to read public gated repositories, or make a token of the kind “Read”.',
        action: 'open-base-models'
      },
      detail
    })
  }
  if (code === 'RevisionNotFound') {
    return new AppError({
      code: 'hub_not_found',
      message: `This version of ${repository} is no longer on the hub. ${KEPT}`,
      remedy: {
        text: 'Discard what was fetched, then download the version of today.',
        action: 'open-base-models'
      },
      detail
    })
  }
  if (code === 'EntryNotFound') {
    return new AppError({
      code: 'hub_not_found',
      message: `A file of ${repository} is no longer on the hub. ${KEPT}`,
      remedy: {
        text: 'Discard what was fetched, then download it again.',
        action: 'open-base-models'
      },
      detail
    })
  }
  if (code === 'RepoNotFound' || status === 401 || status === 404) {
    return new AppError({
      code: 'hub_not_found',
      message:
        token === null
          ? `There is no ${repository} at ${hostOf(address)}, or it is private. Nothing was fetched.`
          : `There is no ${repository} at ${hostOf(address)}, or your token may not see it. Nothing was fetched.`,
      remedy: {
        text: 'Check how the name is written. For a private repository, enter a token that can read it.',
        action: 'open-base-models'
      },
      detail
    })
  }
  if (status === 407) return proxyWants({ detail })
  if (status === 408 || status === 429 || status >= 500) {
    return busy({ status, headers, address, detail })
  }
  return new AppError({
    code: 'hub_refused',
    message: `The hub at ${hostOf(address)} refused to hand out ${repository}: ${sentence(message)} ${KEPT}`,
    remedy: { text: 'Open its page on the hub, which may say more.', action: 'open-base-models' },
    detail
  })
}

function gated({
  status,
  message,
  repository,
  page,
  token,
  detail
}: {
  status: number
  message: string
  repository: string
  page: string
  token: string | null
  detail: string
}): AppError {
  if (status === 401 || token === null) {
    return new AppError({
      code: 'hub_unauthorized',
      message: `${repository} is gated: its authors want to know who fetches it, and no token was sent. Nothing was fetched.`,
      remedy: {
        text: `Accept the licence at ${page}, make a token there, and enter it.`,
        action: 'open-base-models'
      },
      detail
    })
  }
  if (/awaiting a review|pending/i.test(message)) {
    return new AppError({
      code: 'hub_gated',
      message: `You have asked for access to ${repository}, and its authors have not answered yet. Nothing was fetched.`,
      remedy: {
        text: 'Wait for their answer, which comes by e-mail, then try it again.',
        action: 'retry'
      },
      detail
    })
  }
  if (/rejected/i.test(message)) {
    return new AppError({
      code: 'hub_gated',
      message: `The authors of ${repository} have declined your request for access. Nothing was fetched.`,
      remedy: { text: 'Choose another base model, or write to its authors.' },
      detail
    })
  }
  return new AppError({
    code: 'hub_gated',
    message: `Your token is fine, but the licence of ${repository} is not accepted yet. Nothing was fetched.`,
    remedy: {
      text: `Accept the licence at ${page} with the account of this token, then try it again.`,
      action: 'retry'
    },
    detail
  })
}

function busy({
  status,
  headers,
  address,
  detail
}: {
  status: number
  headers: Readonly<Record<string, string>>
  address: string
  detail: string
}): AppError {
  const tooMany = status === 429
  return new BusyHub(waitOf(headers), {
    code: 'hub_refused',
    message: tooMany
      ? `The hub at ${hostOf(address)} asks for a pause: too many requests came from here. ${KEPT}`
      : `The hub at ${hostOf(address)} could not answer just now. ${KEPT}`,
    remedy: {
      text: tooMany
        ? 'Continue in a few minutes; with a token more is allowed.'
        : 'Continue in a few minutes.',
      action: 'retry'
    },
    detail
  })
}

/**
 * `Retry-After` in seconds, or the `t` of `RateLimit: "api";r=0;t=55`.
 * Source: the IETF draft httpapi-ratelimit-headers-09, as huggingface_hub reads it.
 */
function waitOf(headers: Readonly<Record<string, string>>): number | null {
  const limited = /;\s*r=0\s*;\s*t=(\d+)/.exec(headers['ratelimit'] ?? '')?.[1]
  const seconds = Number(headers['retry-after'] ?? limited)
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : null
}

const sentence = (text: string): string => {
  const tidy = text.replace(/\s+/g, ' ').trim().slice(0, 300)
  if (tidy === '') return 'it gave no reason.'
  return /[.!?]$/.test(tidy) ? tidy : `${tidy}.`
}
