import fs from 'node:fs'
import path from 'node:path'
import { execa } from 'execa'
import { AppError } from '../app-error'
import { Manifest, MANIFEST, sha256Of } from './bundle-format'
import type { CurrentEnvironment } from './environment'
import type { RepairContext } from './repairs'

/** Where a bundle's files lie: in its own folder, or where a .tar is unpacked to. */
export const bundleDir = (bundle: string, { dir }: CurrentEnvironment): string =>
  isTar(bundle) ? `${dir}.unpacked` : bundle

export const isTar = (file: string): boolean => file.toLowerCase().endsWith('.tar')

/**
 * Unpacks a bundle, if it has to be, and proves it file by file: each is listed, none is missing or
 * more, and each has its bytes and hash. It must hold the very lock of this app.
 *
 * @throws AppError `invalid_input` saying which of these failed
 */
export async function openBundle(
  bundle: string,
  environment: CurrentEnvironment,
  repair: RepairContext
): Promise<Manifest> {
  const dir = bundleDir(bundle, environment)
  if (isTar(bundle)) await unpack(bundle, dir, repair)
  const manifest = readManifest(bundle, dir)
  assertForHere(manifest)
  assertComplete(dir, manifest)
  await assertHashes(dir, manifest, repair)
  if (!fs.readFileSync(path.join(dir, 'requirements.txt')).equals(ownLock(environment))) {
    throw unusable(
      'it was made by another version of Understudy, with other packages',
      'Make a bundle with the same version as this one.'
    )
  }
  return manifest
}

/** Read without proof: for the steps that come after `openBundle`. */
export function readManifest(bundle: string, dir: string): Manifest {
  try {
    return Manifest.parse(JSON.parse(fs.readFileSync(path.join(dir, MANIFEST), 'utf8')))
  } catch (cause) {
    throw new AppError({
      code: 'invalid_input',
      message: `${bundle} is not an offline bundle: it has no list of its files that can be read. Nothing was installed.`,
      remedy: { text: 'Choose the folder or .tar that “Make an offline bundle” has made.' },
      cause
    })
  }
}

async function unpack(bundle: string, dir: string, { signal, log, progress }: RepairContext) {
  progress(null, 'Unpacking the bundle')
  fs.rmSync(dir, { recursive: true, force: true })
  fs.mkdirSync(dir, { recursive: true })
  const { exitCode, all, originalMessage } = await execa('tar', ['-xf', bundle, '-C', dir], {
    reject: false,
    all: true,
    cancelSignal: signal
  })
  signal.throwIfAborted()
  if (exitCode === 0) return
  log(`${all}\n${originalMessage ?? ''}`)
  throw unusable(
    'it is not whole, or no .tar at all',
    'Copy it here once more, then try again.',
    all
  )
}

function assertForHere({ platform, arch }: Manifest): void {
  if (platform === process.platform && arch === process.arch) return
  throw unusable(
    `it was made on another kind of computer (${platform}, ${arch}; this is ${process.platform}, ${process.arch})`,
    'Make a bundle on a computer like this one.'
  )
}

/** Nothing may lie in it that is not listed: uv looks through the whole folder of wheels. */
function assertComplete(dir: string, { files }: Manifest): void {
  const listed = new Set(files.map((file) => file.path))
  const found = fs.readdirSync(dir, { recursive: true, withFileTypes: true })
  const present = new Set(
    found.flatMap((entry) => {
      const name = path.relative(dir, path.join(entry.parentPath, entry.name))
      if (entry.isDirectory() || name === MANIFEST) return []
      return [entry.isFile() ? name.replaceAll(path.sep, '/') : `${name} (a link)`]
    })
  )
  const more = [...present].find((name) => !listed.has(name))
  const missing = ['requirements.txt', 'torch.txt', ...listed].find((name) => !present.has(name))
  if (more !== undefined) {
    throw unusable(`it holds ${more}, which its list does not name`, 'Make the bundle anew.')
  }
  if (missing !== undefined) {
    throw unusable(`${missing} is missing from it`, 'Copy it here once more, then try again.')
  }
}

async function assertHashes(
  dir: string,
  { files }: Manifest,
  { signal, progress }: RepairContext
): Promise<void> {
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0)
  let done = 0
  for (const { path: name, bytes, sha256 } of files) {
    progress(done / total, `Checking ${path.basename(name)}`)
    const file = path.join(dir, name)
    if (fs.statSync(file).size !== bytes || (await sha256Of(file, signal)) !== sha256) {
      throw unusable(
        `${name} is not the file that was put into it`,
        'Copy it here once more, then try again.'
      )
    }
    done += bytes
  }
}

const ownLock = ({ requirements }: CurrentEnvironment): Buffer => fs.readFileSync(requirements)

const unusable = (why: string, remedy: string, detail?: string): AppError =>
  new AppError({
    code: 'invalid_input',
    message: `The bundle was not used: ${why}. Nothing was installed, and an environment that was there is unharmed.`,
    remedy: { text: remedy },
    ...(detail === undefined ? {} : { detail })
  })
