import { z } from 'zod'
import { AppError } from '../../app-error'

const Line = z.looseObject({ error: z.string().optional(), status: z.string().optional() })
export type Line = z.infer<typeof Line>

/**
 * Sends a request whose answer comes as lines of JSON, and hands on each. An error may come as any
 * line, also with status 200.
 *
 * @throws AppError `engine_refused` with Ollama's words, `engine_unreachable` when it went away
 */
export async function postForLines(options: {
  root: string
  path: string
  body: object
  signal: AbortSignal
  onLine: (line: Line) => void
}): Promise<void> {
  const { root, path, body: asked, signal, onLine } = options
  const response = await fetch(`${root}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(asked),
    redirect: 'manual',
    signal
  }).catch((cause: unknown) => {
    signal.throwIfAborted()
    throw wentAway(cause)
  })
  let rest = ''
  const take = (text: string): void => {
    const lines = `${rest}${text}`.split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) hear(line, onLine)
  }
  const decoder = new TextDecoder()
  try {
    const body: AsyncIterable<Uint8Array> | null = response.body
    if (body) for await (const piece of body) take(decoder.decode(piece, { stream: true }))
  } catch (thrown) {
    signal.throwIfAborted()
    throw thrown instanceof AppError ? thrown : wentAway(thrown)
  }
  hear(rest, onLine)
  if (!response.ok) throw complained(`status ${String(response.status)}`)
}

function hear(text: string, onLine: (line: Line) => void): void {
  if (text.trim() === '') return
  const line = Line.safeParse(parse(text))
  if (!line.success) return
  if (line.data.error !== undefined) throw complained(line.data.error)
  onLine(line.data)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export const complained = (words: string): AppError =>
  new AppError({
    code: 'engine_refused',
    message: `Ollama answered with an error: “${words.trim().slice(0, 240)}”. The file is made and safe.`,
    remedy: { text: 'Look at Ollama’s log for more, then go on.', action: 'retry' }
  })

export const wentAway = (cause: unknown): AppError =>
  new AppError({
    code: 'engine_unreachable',
    message: 'Ollama went away in the middle. The file is made and safe.',
    remedy: { text: 'Open Ollama, then go on.', action: 'retry' },
    cause
  })
