import { join } from 'node:path'
import { at } from '../places.mjs'
import { Failure } from '../terminal/failure.mjs'
import { isInPlace, putInPlace } from './pinned-file.mjs'
import { downloadWheel } from './pip.mjs'

const version = '0.13.9'

/** SHA-256 of the program in the wheel that pip takes on each machine. */
/** @type {Record<string, string>} */
const hashes = {
  'linux-x64': 'b73acdf73b96c3ac9e56d2fa933427b3ee6a901e3cce6ba1e3ecb3f91ca0d86a',
  'linux-arm64': '6109e47a75f2380d1cc90b00a6ee82b7b5792ddf66588625ec168545ae17512e',
  'darwin-arm64': '0e17c316d23b33b4e840669f516f5cb7f5c1faa816ebd3824052ab50082ecefb',
  'darwin-x64': '9d275208c058354f9b300ea46a499c7a29de3249ae839503cadff2c01c159d69',
  'win32-x64': '7e6349bc24cfc7249f892c41298e4371826a19008c3cbcfe13eacd08ac398470'
}

const program = process.platform === 'win32' ? 'uv.exe' : 'uv'

/** The program that builds Python environments, here for tests and in the app for people. */
export const uvPath = at('resources/fetched/uv', program)

/** @type {import('./step.mjs').Step} */
export const uv = {
  name: 'uv',
  present: async () => ((await isInPlace(file())) ? `uv ${version}` : null),
  make: (say) => putInPlace(file(), say)
}

/** @returns {import('./pinned-file.mjs').PinnedFile} */
function file() {
  const machine = `${process.platform}-${process.arch}`
  const hash = hashes[machine]
  if (hash === undefined) {
    throw new Failure(`There is no uv ${version} known for ${machine}.`, {
      remedy: 'Add the hash of its program to scripts/prepare/uv.mjs.'
    })
  }
  return {
    path: uvPath,
    hash,
    mode: 0o755,
    download: async (folder, say) => {
      const wheel = await downloadWheel({ requirement: `uv==${version}`, folder, say })
      return join(wheel, `uv-${version}.data/scripts`, program)
    }
  }
}
