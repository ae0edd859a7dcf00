import { stripVTControlCharacters } from 'node:util'
import { execa } from 'execa'
import { z } from 'zod'

type Run = { lms: string; args: string[]; timeoutMs: number; signal?: AbortSignal }

type Printed = { ok: boolean; text: string }

/** Runs LM Studio's own command; what it prints is without colours. Interrupted, it stops a load. */
export async function runLms({ lms, args, timeoutMs, signal }: Run): Promise<Printed> {
  const result = await execa(lms, args, {
    timeout: timeoutMs,
    reject: false,
    stdin: 'ignore',
    all: true,
    killSignal: 'SIGINT',
    ...(signal && { cancelSignal: signal })
  })
  return { ok: !result.failed, text: stripVTControlCharacters(result.all) }
}

const Downloads = z.array(z.looseObject({ modelKey: z.string().min(1), path: z.string() }))

const LIST_TIMEOUT_MS = 20_000

/** The key of the file at this path below the models folder; null where it is not listed. */
export async function keyOfPath(lms: string, relativePath: string): Promise<string | null> {
  const { text } = await runLms({ lms, args: ['ls', '--json'], timeoutMs: LIST_TIMEOUT_MS })
  // It may say first that it wakes the app.
  const list = Downloads.safeParse(parse(text.slice(text.indexOf('['))))
  const wanted = withSlashes(relativePath)
  const found = list.data?.find(
    ({ path }) => withSlashes(path) === wanted || withSlashes(path).endsWith(`/${wanted}`)
  )
  return found?.modelKey ?? null
}

const withSlashes = (path: string): string => path.replaceAll('\\', '/')

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
