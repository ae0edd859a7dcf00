import { existsSync } from 'node:fs'
import { at, noScreen } from '../places.mjs'
import { collect } from '../terminal/child.mjs'

const libraries = ['libgtk-3-0', 'libnss3', 'libasound2', 'libgbm1']
const screen = ['xvfb', 'xauth']

/**
 * What Electron needs of a Linux system to open a window, and the virtual screen for machines
 * without one. macOS and Windows have it all.
 * @type {import('./step.mjs').Step}
 */
export const windowLibraries = {
  name: 'window libraries',
  present: async () => {
    if (process.platform !== 'linux') return 'come with the system'
    const missing = await findMissing()
    return missing.length === 0 ? (noScreen ? 'there, with Xvfb as the screen' : 'there') : null
  },
  make: async (say) => {
    const missing = await findMissing()
    if ((await collect('apt-get', ['--version'])).code !== 0) {
      return notThere(`install with your package manager what brings ${missing.join(', ')}`)
    }
    const names = await packageNames()
    const root = process.getuid?.() === 0
    const sudo = !root && (await collect('sudo', ['-n', 'true'])).code === 0
    const byHand = notThere(`run: sudo apt-get install ${names.join(' ')}`)
    if (!root && !sudo) return byHand
    say(`apt-get install ${names.join(' ')}`)
    const installed = (await aptInstall(names, sudo)) || (await aptInstall(names, sudo, true))
    return installed && (await findMissing()).length === 0 ? `installed ${names.join(' ')}` : byHand
  }
}

/** Names of libraries and programs that are not there. */
async function findMissing() {
  const { stdout } = await collect('ldd', [at('node_modules/electron/dist/electron')])
  const libraryNames = [...stdout.matchAll(/^\s*(\S+) => not found/gm)].map(
    ([, name]) => name ?? ''
  )
  const programs = noScreen ? ['Xvfb', 'xvfb-run', 'xauth'].filter((name) => !onPath(name)) : []
  return [...libraryNames, ...programs]
}

/**
 * @param {string} remedy
 * @returns {import('./step.mjs').Made}
 */
function notThere(remedy) {
  return { detail: 'not all there', note: `To open a window here, ${remedy}`, skipped: true }
}

/** @param {string} program */
function onPath(program) {
  const folders = (process.env['PATH'] ?? '').split(':')
  return folders.some((folder) => existsSync(`${folder}/${program}`))
}

/** Newer Debian and Ubuntu call some of them by a second name. */
async function packageNames() {
  const names = libraries.map(async (name) => {
    const renamed = `${name}t64`
    return (await collect('apt-cache', ['show', renamed])).code === 0 ? renamed : name
  })
  return [...(await Promise.all(names)), ...(noScreen ? screen : [])]
}

/**
 * @param {string[]} names
 * @param {boolean} sudo
 * @param {boolean} [refresh] whether to fetch the package lists first
 */
async function aptInstall(names, sudo, refresh = false) {
  const run = (/** @type {string[]} */ ...args) => {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    return sudo
      ? collect('sudo', ['-n', 'apt-get', ...args], { env })
      : collect('apt-get', args, { env })
  }
  if (refresh) await run('update')
  return (await run('install', '-y', '--no-install-recommends', ...names)).code === 0
}
