import fs from 'node:fs'
import path from 'node:path'
import { execa } from 'execa'
import { AppError, diskFull, isDiskFull } from '../app-error'
import { MANIFEST, sha256Of, type Manifest } from './bundle-format'
import type { BundleContext } from './bundle-wheels'
import { readProbe } from './environment'
import type { RepairContext } from './repairs'

/** Adds uv and the list of everything, with its hashes: the last thing that makes a bundle one. */
export async function listFiles(
  { environment, uv }: BundleContext,
  dir: string,
  { signal, progress, log }: RepairContext
): Promise<void> {
  const probe = readProbe(environment)
  if (!probe) throw new Error('The environment was whole when the bundle was begun.')
  fs.copyFileSync(uv, path.join(dir, path.basename(uv)))
  // What a Python without pip has borrowed is no part of the bundle.
  fs.rmSync(path.join(dir, 'pip'), { recursive: true, force: true })
  const wheels = fs.readdirSync(path.join(dir, 'wheels')).map((name) => `wheels/${name}`)
  const names = [path.basename(uv), 'requirements.txt', 'torch.txt', ...wheels.toSorted()]
  const files: Manifest['files'] = []
  for (const [index, name] of names.entries()) {
    progress(index / names.length, `Measuring ${path.basename(name)}`)
    const file = path.join(dir, name)
    files.push({
      path: name,
      bytes: fs.statSync(file).size,
      sha256: await sha256Of(file, signal)
    })
  }
  const manifest: Manifest = {
    format: 'understudy-python-bundle',
    version: 1,
    createdAt: new Date().toISOString(),
    platform: process.platform,
    arch: process.arch,
    python: probe.python.split('.').slice(0, 2).join('.'),
    torch: probe.torch,
    files
  }
  fs.writeFileSync(path.join(dir, MANIFEST), JSON.stringify(manifest, null, 2), { flush: true })
  log(`${files.length} files for Python ${manifest.python} with PyTorch ${manifest.torch}`)
}

/** Packs a folder's content, without compression: wheels are compressed already. */
export async function packTar({
  dir,
  file,
  signal
}: {
  dir: string
  file: string
  signal: AbortSignal
}): Promise<void> {
  const { exitCode, all, cause } = await execa('tar', ['-cf', file, '-C', dir, '.'], {
    reject: false,
    all: true,
    cancelSignal: signal
  })
  signal.throwIfAborted()
  if (exitCode === 0) return
  if (isDiskFull(cause) || /no space left/i.test(all)) throw diskFull(all, 'The .tar file')
  throw new AppError({
    code: 'internal',
    message: 'The bundle could not be packed into one file. Its folder beside it is whole.',
    remedy: { text: 'Make the bundle as a folder instead.' },
    detail: all
  })
}
