import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { AppError } from '../app-error'

/**
 * The package that brings libllama for each platform, as node-llama-cpp 3.21 names them. A machine
 * with a graphics card has the plain one as well; quantizing runs on the processor.
 */
const PACKAGES: Readonly<Record<string, string>> = {
  'darwin-arm64': 'mac-arm64-metal',
  'darwin-x64': 'mac-x64',
  'linux-x64': 'linux-x64',
  'linux-arm64': 'linux-arm64',
  'linux-arm': 'linux-armv7l',
  'linux-riscv64': 'linux-riscv64',
  'win32-x64': 'win-x64',
  'win32-arm64': 'win-arm64'
}

/**
 * The folder of libllama and its ggml libraries, for the trainer's `quantize`.
 *
 * @throws AppError `export_failed` where this machine has none
 */
export function llamaLibraryDir(
  machine: { platform: string; arch: string } = { platform: process.platform, arch: process.arch }
): string {
  const name = libraryPackage(machine)
  const entry = name === null ? null : resolveEntry(name)
  const dir = entry && name ? unpacked(path.resolve(path.dirname(entry), '..', 'bins', name)) : null
  if (dir !== null && fs.existsSync(dir) && hasLibrary(dir)) return dir
  throw new AppError({
    code: 'export_failed',
    message: `The library that quantizes models is not there for this machine (${machine.platform}, ${machine.arch}). Nothing was changed.`,
    remedy: { text: 'Export the model as F16, which needs no quantizing.' },
    detail: dir ?? `no package @node-llama-cpp/${name ?? '?'}`
  })
}

export const libraryPackage = (machine: { platform: string; arch: string }): string | null =>
  PACKAGES[`${machine.platform}-${machine.arch}`] ?? null

/** A packaged app keeps native libraries beside the archive: no other program can read inside it. */
export const unpacked = (file: string): string => file.replace(/\.asar(?=[\\/])/, '.asar.unpacked')

/** The platform package may lie beside node-llama-cpp or within it, so that is where it is looked for. */
function resolveEntry(name: string): string | null {
  try {
    const engine = createRequire(import.meta.url).resolve('node-llama-cpp')
    return createRequire(engine).resolve(`@node-llama-cpp/${name}`)
  } catch {
    return null
  }
}

const hasLibrary = (dir: string): boolean =>
  fs.readdirSync(dir).some((name) => /^(lib)?llama\.(.*\.)?(so|dylib|dll)$/.test(name))
