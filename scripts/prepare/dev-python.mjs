import { existsSync, readFileSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { at } from '../places.mjs'
import { collect, succeed } from '../terminal/child.mjs'
import { keyOf, readIfThere } from './files.mjs'
import { uvPath } from './uv.mjs'

const project = at('python-env')
const folder = join(project, '.venv-dev')
const python = devTool('python')
const stamp = join(folder, 'understudy.key')

/**
 * Path of a program in the Python environment for tests and checks.
 * @param {string} name
 */
export function devTool(name) {
  return process.platform === 'win32'
    ? join(folder, 'Scripts', `${name}.exe`)
    : join(folder, 'bin', name)
}

/**
 * The trainer's Python with its test tools, in python-env/.venv-dev. torch comes apart from the
 * lock: there, Linux would resolve to a build with several gigabytes for graphics cards.
 * @type {import('./step.mjs').Step}
 */
export const devPython = {
  name: 'Python for tests',
  present: async () => (isReady() ? `torch ${torchVersion()} and the locked packages` : null),
  make: async (say) => {
    // The key goes first and comes last: a folder that has it is whole.
    await rm(stamp, { force: true })
    say('making the environment')
    await runUv('venv', '--no-config', '--allow-existing', '--python', await interpreter(), folder)
    say(`installing torch ${torchVersion()} (about 1 GB on disk)`)
    await install(`torch==${torchVersion()}`)
    say('installing the locked packages')
    const lock = join(project, 'requirements-dev.txt')
    await install('--no-deps', '--require-hashes', '-r', lock)
    say('checking that the packages fit together')
    await runUv('pip', 'check', '--no-config', '--python', python)
    await writeFile(stamp, key())
    return `torch ${torchVersion()} and the locked packages`
  }
}

/** Whether ruff, mypy, pytest and the trainer's packages are there, as locked. */
export function isReady() {
  return existsSync(python) && readIfThere(stamp) === key()
}

function key() {
  return keyOf(torchVersion(), readFileSync(join(project, 'requirements-dev.txt'), 'utf8'))
}

/** pyproject.toml is the one place that names it. */
export function torchVersion() {
  const pinned = /"torch==([\d.]+)"/.exec(readFileSync(join(project, 'pyproject.toml'), 'utf8'))
  if (pinned?.[1] === undefined) throw new Error('python-env/pyproject.toml pins no torch version.')
  return pinned[1]
}

/**
 * A Python that torch has builds for: the machine's own where it fits, else one that uv finds or
 * fetches.
 */
async function interpreter() {
  const wanted = '>=3.11,<3.14'
  const { code, stdout } = await collect('python3', [
    '-c',
    'import sys; print(sys.executable); sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))'
  ])
  return code === 0 ? stdout.trim() : wanted
}

/** @param {...string} args */
async function install(...args) {
  await runUv('pip', 'install', '--no-config', '--python', python, ...args)
}

/**
 * Runs uv with the folders of wheels that this machine's pip knows.
 * @param {...string} args
 */
export async function runUv(...args) {
  const findLinks = await pipFindLinks()
  return succeed(uvPath, args, {
    env: findLinks === '' ? process.env : { ...process.env, UV_FIND_LINKS: findLinks },
    cwd: project,
    failed: `The Python environment for tests could not be built: uv ${args.slice(0, 2).join(' ')} failed.`,
    remedy:
      'Check the connection to the Python package index and that 3 GB are free on this disk, then run this command again: it continues from uv\u2019s own cache.'
  })
}

/** Folders with wheels that pip is told of on this machine; uv does not read pip's settings. */
async function pipFindLinks() {
  const set = process.env['PIP_FIND_LINKS']
  const links =
    set ?? (await collect('python3', ['-m', 'pip', 'config', 'get', 'global.find-links'])).stdout
  return links.split(/\s+/).filter(Boolean).join(',')
}
