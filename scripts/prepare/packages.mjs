import { existsSync } from 'node:fs'
import { at, root } from '../places.mjs'
import { succeed } from '../terminal/child.mjs'
import { readJson } from './files.mjs'

/** @type {import('./step.mjs').Step} */
export const packages = {
  name: 'npm packages',
  present: async () => (isInstalled() ? `${count()} packages` : null),
  make: async (say) => {
    say('npm ci (about 700 MB on disk)')
    // Without install scripts: some npm versions would compile what comes prebuilt. The one script
    // that counts is run below.
    await succeed('npm', ['ci', '--ignore-scripts', '--loglevel=error', '--no-progress'], {
      cwd: root,
      failed: 'The npm packages could not be installed.',
      remedy:
        'Check the connection to the npm registry, then run the same command again. Nothing outside node_modules was changed.'
    })
    say('fetching Node')
    await fetchNode()
    return `${count()} packages`
  }
}

/** @returns {boolean} */
function isInstalled() {
  const installed = at('node_modules/.package-lock.json')
  if (!existsSync(installed) || !existsSync(at('node_modules/.bin/node'))) return false
  return matchesLock(readJson(at('package-lock.json')), readJson(installed))
}

/**
 * Whether node_modules holds what the lock asks for. npm writes down what it has installed; only
 * packages for other machines may be missing there.
 * @param {Lock} wanted package-lock.json
 * @param {Lock} installed node_modules/.package-lock.json
 *
 * @typedef {{ packages: Record<string, { version?: string, optional?: boolean, devOptional?: boolean, peer?: boolean }> }} Lock
 */
export function matchesLock(wanted, installed) {
  return Object.entries(wanted.packages).every(([path, { version, optional, devOptional }]) => {
    if (path === '') return true
    const there = installed.packages[path]
    if (there === undefined) return optional === true || devOptional === true
    return there.version === version
  })
}

/** The `node` package is an empty shell until its install script has fetched the program. */
async function fetchNode() {
  await succeed('npm', ['rebuild', 'node', '--ignore-scripts=false', '--loglevel=error'], {
    cwd: root,
    failed: 'Node could not be installed beside the other packages.',
    remedy: 'Check the connection to the npm registry, then run the same command again.'
  })
}

function count() {
  return Object.keys(readJson(at('node_modules/.package-lock.json')).packages).length
}
