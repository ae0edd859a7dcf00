import { existsSync } from 'node:fs'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { arch, cpus, platform, totalmem } from 'node:os'
import { basename } from 'node:path'
import { runnerImport } from 'vite'
import { at, root } from '../places.mjs'
import { Failure } from '../terminal/failure.mjs'
import { heading } from '../terminal/story.mjs'
import { compare } from './floors.mjs'

const suffix = /\.bench\.(ts|mjs)$/

/** Prints the names of all benches, one on a line. */
export async function listBenches() {
  for (const name of await benchNames()) console.log(name)
}

/**
 * Measures, prints the figures beside their floors, and writes bench-results/NAME.json.
 * @param {string} name
 * @returns {Promise<boolean>} whether every figure reaches its floor
 * @throws {Failure} when there is no such bench
 */
export async function runBench(name) {
  const bench = await load(name)
  heading(bench.title ?? name)
  const { figures, floors } = await bench.default()
  const rows = compare({ figures, floors })
  console.table(rows)
  const result = { name, machine: machine(), figures, floors }
  await mkdir(at('bench-results'), { recursive: true })
  await writeFile(at('bench-results', `${name}.json`), JSON.stringify(result, null, 2) + '\n')
  const missed = Object.values(rows).filter(({ ok }) => !ok).length
  console.log(missed === 0 ? 'Every figure reaches its floor.' : `${missed} below the floor.`)
  return missed === 0
}

/**
 * @typedef {{ title?: string, default: () => Promise<import('./floors.mjs').Measured> }} Bench
 *
 * @param {string} name
 * @returns {Promise<Bench>}
 */
async function load(name) {
  const path = ['ts', 'mjs']
    .map((end) => at('tests/bench', `${name}.bench.${end}`))
    .find(existsSync)
  if (path === undefined) {
    const names = await benchNames()
    throw new Failure(`There is no bench called ${name}.`, {
      remedy: names.length === 0 ? 'There is none yet.' : `There are: ${names.join(', ')}.`
    })
  }
  const { module } = await runnerImport(path, {
    root,
    configFile: false,
    logLevel: 'warn',
    resolve: { alias: { '@contract': at('src-preload/contract') } }
  })
  return /** @type {Bench} */ (module)
}

async function benchNames() {
  const files = await readdir(at('tests/bench')).catch(() => [])
  return files.filter((file) => suffix.test(file)).map((file) => basename(file).replace(suffix, ''))
}

function machine() {
  return {
    platform: `${platform()}-${arch()}`,
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 1e9),
    node: process.version
  }
}
