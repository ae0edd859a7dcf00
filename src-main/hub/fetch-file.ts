import { createHash, type Hash } from 'node:crypto'
import fs from 'node:fs'
import type { Readable } from 'node:stream'
import { AppError, diskFull, isDiskFull } from '../app-error'
import type { HubFile } from './listing'
import { BrokenConnection, unreachable } from './unreachable'
import type { Hub } from './transport'

type Fetch = {
  hub: Hub
  repository: string
  /** Commit hash. */
  revision: string
  file: HubFile
  /** Its bytes so far; what is there is gone on with. */
  part: string
  /** Gets this name once it is whole and its hash is right. */
  target: string
  signal: AbortSignal
  /** Bytes of this file that are there, and how many of them this attempt has brought. */
  onBytes: (bytes: number, brought: number) => void
}

/**
 * One attempt at one file. What came is kept whatever happens, and the next attempt asks for the
 * rest. The address names a commit, so the rest is of the same file; the hash proves it.
 *
 * @throws AppError `download_damaged` when the bytes are not those that the hub listed, `disk_full`,
 *   BrokenConnection or BusyHub when another attempt may do better, and as `hubRefusal` says
 */
export async function fetchFile(fetch: Fetch): Promise<void> {
  const { hub, repository, revision, file, part, target, signal, onBytes } = fetch
  const there = await hashPart({ file, part, signal, onBytes })
  if (there.bytes < file.bytes || file.bytes === 0) {
    const path = `/${repository}/resolve/${revision}/${encodeURIComponent(file.name)}`
    const { status, headers, body } = await hub.get(path, {
      repository,
      signal,
      ...(there.bytes > 0 && { from: there.bytes })
    })
    const goesOn = status === 206 && startOf(headers['content-range']) === there.bytes
    const from = goesOn ? there : emptyPart(file)
    if (status === 416) {
      body.resume()
      fs.rmSync(part, { force: true })
      throw damaged({ repository, file })
    }
    onBytes(from.bytes, 0)
    await append({ ...fetch, from, body, url: hub.address })
    there.hash = from.hash
  }
  if (there.hash.digest('hex') !== file.hash.hex) {
    fs.rmSync(part, { force: true })
    throw damaged({ repository, file })
  }
  fs.renameSync(part, target)
}

type Part = { bytes: number; hash: Hash }

/** Reads what is there already: its hash goes on where the file does. */
async function hashPart({
  file,
  part,
  signal,
  onBytes
}: Pick<Fetch, 'file' | 'part' | 'signal' | 'onBytes'>): Promise<Part> {
  const found = emptyPart(file)
  const size = fs.statSync(part, { throwIfNoEntry: false })?.size ?? 0
  if (size === 0) return found
  if (size > file.bytes) {
    fs.rmSync(part)
    return found
  }
  for await (const chunk of fs.createReadStream(part, { signal })) {
    if (!Buffer.isBuffer(chunk)) continue
    found.hash.update(chunk)
    found.bytes += chunk.length
    onBytes(found.bytes, 0)
  }
  return found
}

function emptyPart({ hash, bytes }: HubFile): Part {
  if (hash.kind === 'sha256') return { bytes: 0, hash: createHash('sha256') }
  return { bytes: 0, hash: createHash('sha1').update(`blob ${bytes}\0`) }
}

/** Writes what comes behind what is there; more than the hub listed is not taken. */
async function append({
  from,
  body,
  url,
  file,
  part,
  repository,
  signal,
  onBytes
}: Fetch & { from: Part; body: Readable; url: string }): Promise<void> {
  const before = from.bytes
  // What breaks before it is read is told when it is read.
  body.on('error', () => undefined)
  try {
    const out = await fs.promises.open(part, before > 0 ? 'a' : 'w')
    try {
      // Not a pipeline: a connection that breaks would take with it what is not written yet.
      for await (const chunk of body) {
        signal.throwIfAborted()
        if (!Buffer.isBuffer(chunk)) continue
        if (from.bytes + chunk.length > file.bytes) throw damaged({ repository, file })
        await out.appendFile(chunk)
        from.hash.update(chunk)
        from.bytes += chunk.length
        onBytes(from.bytes, from.bytes - before)
      }
      await out.sync()
    } finally {
      await out.close()
    }
  } catch (reason) {
    body.destroy()
    if (reason instanceof AppError) {
      fs.rmSync(part, { force: true })
      throw reason
    }
    signal.throwIfAborted()
    if (isDiskFull(reason)) throw diskFull(reason, `Downloading ${repository}`)
    throw unreachable({ address: url, repository, reason })
  }
  if (from.bytes < file.bytes) {
    const reason = new Error(`It ended ${file.bytes - from.bytes} bytes too early.`)
    throw new BrokenConnection({
      code: 'hub_unreachable',
      message: `The connection broke while fetching ${file.name} of ${repository}. What was fetched so far is kept.`,
      remedy: { text: 'Check the network connection, then continue.', action: 'retry' },
      cause: reason
    })
  }
}

const startOf = (range: string | undefined): number | null => {
  const start = /^bytes (\d+)-/.exec(range ?? '')?.[1]
  return start === undefined ? null : Number(start)
}

const damaged = ({ repository, file }: { repository: string; file: HubFile }): AppError =>
  new AppError({
    code: 'download_damaged',
    message: `${file.name} of ${repository} did not come as the hub lists it, so it was thrown away. All other files are kept.`,
    remedy: {
      text: 'Continue, to fetch this file again. If it repeats, something between here and the hub alters files.',
      action: 'retry'
    },
    detail: `${file.name}: expected ${file.hash.kind} ${file.hash.hex}, ${file.bytes} bytes`
  })
