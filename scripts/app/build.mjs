import { existsSync } from 'node:fs'
import { mkdir, readdir, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { at, projectNode, root } from '../places.mjs'
import { runStep } from '../prepare/step.mjs'
import { succeed } from '../terminal/child.mjs'

const sources = [
  'src-main',
  'src-preload',
  'src-renderer',
  'electron.vite.config.ts',
  'scripts/app/bundled.mjs',
  'package.json',
  'package-lock.json'
]
const results = [
  'out/main/desktop.js',
  'out/main/cli.js',
  'out/main/llama-host.js',
  'out/preload/index.cjs',
  'out/renderer/index.html'
]
/** Its time is when the last good build began. */
const stamp = at('out/built')

/**
 * Builds the app into out/ when a source is newer than the last build.
 * @throws {import('../terminal/failure.mjs').Failure}
 */
export const buildApp = () => runStep(appBuild, { quiet: true })

/** @type {import('../prepare/step.mjs').Step} */
const appBuild = {
  name: 'app',
  present: async () => {
    const whole = [...results.map((path) => at(path)), stamp].every(existsSync)
    if (!whole) return null
    const newest = await newestChange(sources.map((path) => at(path)))
    return newest < (await stat(stamp)).mtimeMs ? 'built already' : null
  },
  make: async (say) => {
    const startedAt = new Date()
    say('electron-vite build')
    const vite = at('node_modules/electron-vite/bin/electron-vite.js')
    await succeed(projectNode, [vite, 'build', '--logLevel', 'warn'], {
      cwd: root,
      failed: 'The app could not be built.',
      remedy: 'What is wrong is said above; `npm run check` says more.'
    })
    await mkdir(at('out'), { recursive: true })
    await writeFile(stamp, '')
    await utimes(stamp, startedAt, startedAt)
    return 'built into out/'
  }
}

/**
 * Time of the newest change among files and folders, in milliseconds. Folders count too: a deleted
 * file changes nothing else.
 * @param {string[]} paths
 * @returns {Promise<number>}
 */
export async function newestChange(paths) {
  const times = paths.map(async (path) => {
    const info = await stat(path)
    if (!info.isDirectory()) return info.mtimeMs
    const below = (await readdir(path)).map((name) => join(path, name))
    return Math.max(info.mtimeMs, await newestChange(below))
  })
  return Math.max(0, ...(await Promise.all(times)))
}
