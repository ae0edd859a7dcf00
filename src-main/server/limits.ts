import { ApiError } from './api-error'

const BODY_BYTES = 1024 * 1024
/** The embedded engine answers one after the other; what is more than these would only wait. */
const WAITING_AT_MOST = 8

type JsonRequest = { headers: Headers; body: ReadableStream<Uint8Array> | null }

/**
 * The JSON of a request, read to one mebibyte at most, whatever length its sender named.
 * @throws ApiError 413 or 400
 */
export async function readJson({ headers, body }: JsonRequest): Promise<unknown> {
  if (Number(headers.get('content-length') ?? 0) > BODY_BYTES) throw tooLarge()
  const decoder = new TextDecoder()
  let text = ''
  let bytes = 0
  for await (const chunk of body ?? []) {
    bytes += chunk.byteLength
    if (bytes > BODY_BYTES) throw tooLarge()
    text += decoder.decode(chunk, { stream: true })
  }
  try {
    return JSON.parse(text + decoder.decode())
  } catch {
    throw noJson()
  }
}

/** Counts the questions that are being answered or wait; refuses what is too many. */
export function createPlaces(): { take: () => () => void } {
  let taken = 0
  return {
    take: () => {
      if (taken >= WAITING_AT_MOST) throw tooMany()
      taken += 1
      let given = false
      return () => {
        if (!given) taken -= 1
        given = true
      }
    }
  }
}

const tooMany = (): ApiError =>
  new ApiError({
    status: 429,
    message: `${String(WAITING_AT_MOST)} questions wait already. Ask again when one of them is answered.`,
    type: 'rate_limit_error',
    code: 'too_many_requests'
  })

const tooLarge = (): ApiError =>
  new ApiError({
    status: 413,
    message: 'The request is larger than 1 MB.',
    code: 'request_too_large'
  })

const noJson = (): ApiError =>
  new ApiError({ status: 400, message: 'The body is not JSON.', code: 'invalid_json' })
