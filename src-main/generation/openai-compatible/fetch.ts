import { AppError } from '../../app-error'
import { notOpenAiStyle } from './errors'

type Fetch = typeof globalThis.fetch

const REDIRECTS_AT_MOST = 3

/**
 * Fetches for the client, but follows a redirect only within the server's own origin: the prompt and
 * the token are meant for that server alone. An answer of 200 that carries an error becomes a 400,
 * as servers differ in this; one that is neither JSON nor a stream is no OpenAI-style answer.
 */
export function guardedFetch(baseUrl: string): Fetch {
  return async (input, init) => {
    let url = new URL(input instanceof Request ? input.url : input)
    for (let hop = 0; hop <= REDIRECTS_AT_MOST; hop += 1) {
      const response = await fetch(url, { ...init, redirect: 'manual' })
      const location = response.headers.get('location')
      if (response.status < 300 || response.status > 399 || location === null) {
        return withErrorsAsErrors(response, baseUrl)
      }
      const next = new URL(location, url)
      if (next.origin !== url.origin) throw sentElsewhere({ baseUrl, next })
      await response.body?.cancel()
      url = next
    }
    throw notOpenAiStyle(baseUrl)
  }
}

async function withErrorsAsErrors(response: Response, baseUrl: string): Promise<Response> {
  const type = response.headers.get('content-type') ?? ''
  if (!response.ok || type.includes('event-stream')) return response
  if (!type.includes('json')) throw notOpenAiStyle(baseUrl)
  const text = await response.text()
  const { headers } = response
  return new Response(text, { status: carriesError(text) ? 400 : response.status, headers })
}

function carriesError(text: string): boolean {
  try {
    const body: unknown = JSON.parse(text)
    return typeof body === 'object' && body !== null && 'error' in body && body.error !== null
  } catch {
    return false
  }
}

const sentElsewhere = ({ baseUrl, next }: { baseUrl: string; next: URL }): AppError =>
  new AppError({
    code: 'engine_refused',
    message: `The server at ${baseUrl} sends requests on to ${next.host}. That was not followed, so nothing of yours has left for there.`,
    remedy: {
      text: 'If the other server is the one you want, enter its address in the settings.',
      action: 'open-engine-settings'
    }
  })
