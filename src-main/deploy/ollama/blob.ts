import { createHash } from 'node:crypto'
import fs from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { formatBytes } from '../../models/size'
import { complained, wentAway } from './lines'

type Progress = (fraction: number | null, message: string) => void

/** The name under which Ollama keeps a file: `sha256:` and the hash of its bytes. */
export async function digestOf(file: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(fs.createReadStream(file), hash, { signal })
  return `sha256:${hash.digest('hex')}`
}

export async function hasBlob(root: string, digest: string): Promise<boolean> {
  const response = await fetch(`${root}/api/blobs/${digest}`, {
    method: 'HEAD',
    redirect: 'manual'
  })
  return response.status === 200
}

/**
 * Hands Ollama a file; it checks the hash itself. Half an upload leaves nothing there.
 * @throws AppError `engine_refused`, `engine_unreachable`
 */
export async function uploadBlob(options: {
  root: string
  digest: string
  file: string
  signal: AbortSignal
  progress: Progress
}): Promise<void> {
  const { root, digest, file, signal, progress } = options
  const { size } = await fs.promises.stat(file)
  const blob = await fs.openAsBlob(file)
  let sent = 0
  const count = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform: (chunk, controller) => {
      sent += chunk.length
      progress(sent / size, `Handing it over, ${formatBytes(sent)} of ${formatBytes(size)}`)
      controller.enqueue(chunk)
    }
  })
  const request = {
    method: 'POST',
    body: blob.stream().pipeThrough(count),
    duplex: 'half',
    headers: { 'content-length': String(size) },
    redirect: 'manual',
    signal
  } as const
  const response = await fetch(`${root}/api/blobs/${digest}`, request).catch((cause: unknown) => {
    signal.throwIfAborted()
    throw wentAway(cause)
  })
  if (response.status === 200 || response.status === 201) return
  throw complained((await response.text()) || `status ${String(response.status)}`)
}
