import { existsSync } from 'node:fs'
import { cp, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { at } from '../places.mjs'
import { succeed } from '../terminal/child.mjs'
import { inScratch, readIfThere, sha256 } from './files.mjs'

const bundle = at('node_modules/node-llama-cpp/llama/gitRelease.bundle')
const target = at('resources/fetched/llama.cpp')
const stamp = join(target, 'bundle.sha256')
const wanted = [
  'convert_hf_to_gguf.py',
  'convert_lora_to_gguf.py',
  'conversion',
  'gguf-py',
  'LICENSE'
]

/**
 * llama.cpp's own converter (MIT), of the very release that node-llama-cpp was built from: it comes
 * as a git bundle inside that package.
 * @type {import('./step.mjs').Step}
 */
export const ggufConverter = {
  name: 'GGUF converter',
  present: async () => {
    const whole = wanted.every((name) => existsSync(join(target, name)))
    return whole && readIfThere(stamp) === (await sha256(bundle)) ? "llama.cpp's own" : null
  },
  make: async (say) => {
    const hash = await sha256(bundle)
    await inScratch(async (folder) => {
      const repository = join(folder, 'llama.git')
      const files = join(folder, 'files')
      say('unpacking the bundle of node-llama-cpp')
      await git('clone', '--quiet', '--bare', bundle, repository)
      await mkdir(files)
      await git(
        `--git-dir=${repository}`,
        `--work-tree=${files}`,
        'checkout',
        'HEAD',
        '--',
        ...wanted
      )
      await writeFile(join(files, 'bundle.sha256'), hash ?? '')
      await rm(target, { recursive: true, force: true })
      await mkdir(at('resources/fetched'), { recursive: true })
      await move(files, target)
    })
    return 'resources/fetched/llama.cpp'
  }
}

/** @param {...string} args */
function git(...args) {
  return succeed('git', args, {
    failed: 'The GGUF converter could not be unpacked with git.',
    remedy: 'See that git is installed, run `npm ci`, then this command again.'
  })
}

/**
 * A rename, or a copy where the cache is on another disk.
 * @param {string} from
 * @param {string} to
 */
async function move(from, to) {
  await rename(from, to).catch(() => cp(from, to, { recursive: true }))
}
