/** What came back: an answer of any status, its body parsed when it was JSON, or none. */
export type Answer =
  | { answered: true; status: number; body: unknown }
  | { answered: false; why: 'refused' | 'tooSlow' | 'unknownHost'; cause: unknown }

type Question = {
  /** The address without a path. */
  root: string
  path: string
  token: string | null
  /** Makes it a POST. */
  body?: object
  timeoutMs: number
}

/**
 * Asks LM Studio one thing. It never sends its clients elsewhere, so a redirect is not followed and
 * counts as an answer that is not its own.
 */
export async function ask({ root, path, token, body, timeoutMs }: Question): Promise<Answer> {
  try {
    const response = await fetch(`${root}${path}`, {
      method: body ? 'POST' : 'GET',
      headers: {
        ...(body ? { 'content-type': 'application/json' } : {}),
        ...(token === null ? {} : { authorization: `Bearer ${token}` })
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs)
    })
    return { answered: true, status: response.status, body: parse(await response.text()) }
  } catch (cause) {
    return { answered: false, why: whyNot(cause), cause }
  }
}

/** The words of a failure: LM Studio's `error` is an object or a bare string, with any status. */
export function complaintIn(body: unknown): string | null {
  if (typeof body !== 'object' || body === null || !('error' in body)) return null
  const { error } = body
  if (typeof error === 'string') return error
  if (typeof error === 'object' && error !== null && 'message' in error) {
    return String(error.message)
  }
  return error === null ? null : JSON.stringify(error)
}

/** Older versions know fewer routes, and say so with 200 or 404. */
export const isUnknownRoute = ({ status, body }: { status: number; body: unknown }): boolean =>
  status === 404 || /unexpected endpoint or method/i.test(complaintIn(body) ?? '')

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const SLOW_CODES = new Set(['ETIMEDOUT', 'UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT'])

function whyNot(thrown: unknown): 'refused' | 'tooSlow' | 'unknownHost' {
  const code = codeIn(thrown)
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'unknownHost'
  const slow = thrown instanceof Error && thrown.name === 'TimeoutError'
  return slow || SLOW_CODES.has(code ?? '') ? 'tooSlow' : 'refused'
}

/** Node's fetch wraps the system's error. */
export function codeIn(thrown: unknown): string | null {
  if (!(thrown instanceof Error)) return null
  if ('code' in thrown && typeof thrown.code === 'string') return thrown.code
  return codeIn(thrown.cause)
}
