import { existsSync } from 'node:fs'
import { cp, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { at, cache } from '../places.mjs'
import { collect, succeed } from '../terminal/child.mjs'
import { isOfficial } from './electron.mjs'
import { copyWhole, inScratch, keyOf, readIfThere, readJson } from './files.mjs'

const folder = at('node_modules/better-sqlite3')
const build = join(folder, 'build/Release')
const stamp = join(build, 'node-api-9.key')
const header = join(import.meta.dirname, 'napi9.hpp')

/**
 * better-sqlite3's prebuilt library wants Node-API 10, and the stand-in Electron has 9. Only there
 * it is built anew, once, for Node 20, Node 24 and that Electron alike.
 * @type {import('./step.mjs').Step}
 */
export const sqlite = {
  name: 'SQLite',
  present: async () => {
    const built = readIfThere(stamp)
    if (isOfficial()) return built === null ? 'better-sqlite3, prebuilt' : null
    return built === (await key()) ? 'better-sqlite3, built for Node-API 9' : null
  },
  make: async (say) => {
    await rm(join(folder, 'build'), { recursive: true, force: true })
    if (isOfficial()) return 'better-sqlite3, prebuilt'
    const cached = join(cache, `better-sqlite3-${await key()}.node`)
    const known = existsSync(cached)
    if (!known) await compile(cached, say)
    await copyWhole(cached, join(build, 'better_sqlite3.node'))
    await writeFile(stamp, await key())
    return `better-sqlite3 for the stand-in${known ? ', from the cache' : ', built'}`
  }
}

async function key() {
  const { version } = readJson(join(folder, 'package.json'))
  return keyOf(version, await readFile(header, 'utf8'), process.platform, process.arch).slice(0, 16)
}

/**
 * @param {string} target
 * @param {(detail: string) => void} say
 */
async function compile(target, say) {
  await inScratch(async (scratch) => {
    const source = join(scratch, 'better-sqlite3')
    await cp(folder, source, { recursive: true })
    await patch(source)
    // node-addon-api is looked up from the source folder.
    const addonApi = dirname(
      createRequire(join(folder, 'package.json')).resolve('node-addon-api/package.json')
    )
    await cp(addonApi, join(source, 'node_modules/node-addon-api'), { recursive: true })
    say('compiling better-sqlite3 (about a minute)')
    const gyp = fileURLToPath(import.meta.resolve('node-gyp/bin/node-gyp.js'))
    const headers = await nodeHeaders()
    const args = ['rebuild', '--release', '--force_build=1', '-j', '2', ...headers]
    await succeed(process.execPath, [gyp, ...args], {
      cwd: source,
      failed: 'better-sqlite3 could not be compiled.',
      remedy:
        'It needs a C++ compiler, make and Python (on Debian and Ubuntu: sudo apt-get install build-essential python3). Install them, then run this command again.'
    })
    await copyWhole(join(source, 'build/Release/better_sqlite3.node'), target)
  })
}

/** @param {string} source */
async function patch(source) {
  await cp(header, join(source, 'src/napi9.hpp'))
  await edit(join(source, 'src/better_sqlite3.cpp'), (text) =>
    text.replace('#include <napi.h>', '#include <napi.h>\n#include "napi9.hpp"')
  )
  await edit(join(source, 'binding.gyp'), (text) =>
    text
      .replace('NAPI_VERSION=10', 'NAPI_VERSION=9')
      .replaceAll(/, '-flto'|'-flto', /g, '')
      .replaceAll("'-flto'", '')
  )
}

/**
 * @param {string} path
 * @param {(text: string) => string} change
 */
async function edit(path, change) {
  const before = await readFile(path, 'utf8')
  const after = change(before)
  if (after === before) throw new Error(`${path} is not what the patch for Node-API 9 expects.`)
  await writeFile(path, after)
}

/**
 * Headers of a Node that is installed here spare the download of others: the Node-API is the same.
 * @returns {Promise<string[]>} options for node-gyp
 */
async function nodeHeaders() {
  const { stdout } = await collect('which', ['-a', 'node'])
  const prefixes = stdout
    .split('\n')
    .filter(Boolean)
    .map((program) => dirname(dirname(program)))
  const prefix = prefixes.find((path) => existsSync(join(path, 'include/node/node_api.h')))
  return prefix === undefined ? [] : [`--nodedir=${prefix}`]
}
