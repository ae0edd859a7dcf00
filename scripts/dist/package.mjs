import { at, projectNode, root } from '../places.mjs'
import { isOfficial } from '../prepare/electron.mjs'
import { standInVersion } from '../prepare/stand-in-electron.mjs'
import { passThrough } from '../terminal/child.mjs'
import { Failure } from '../terminal/failure.mjs'

/**
 * Runs electron-builder over out/ and says where the result lies.
 * @returns {Promise<number>} exit code
 * @throws {Failure} where this system or this Electron cannot make a package
 */
export async function packageApp() {
  const made = results[process.platform]
  if (made === undefined) {
    throw new Failure('There is no package for this system yet.', {
      remedy: 'Run this command on an Apple-silicon Mac, or on Linux for a folder that runs.'
    })
  }
  if (process.platform === 'darwin' && !isOfficial()) {
    throw new Failure('The official Electron is not here, and nothing else may be released.', {
      remedy: 'Run `node scripts/prepare.mjs` where Electron’s own download can be reached.'
    })
  }
  const builder = at('node_modules/electron-builder/out/cli/cli.js')
  const code = await passThrough(
    projectNode,
    [builder, '--config', 'electron-builder.config.ts', '--publish', 'never', ...made.options],
    { cwd: root }
  )
  if (code !== 0) return code
  console.log(`\nThe app is in ${made.where}.`)
  if (!isOfficial()) {
    console.log(
      `It stands on Electron ${standInVersion}, the stand-in for development: try it, do not pass it on.`
    )
  }
  return 0
}

/** @type {Partial<Record<NodeJS.Platform, { options: string[], where: string }>>} */
const results = {
  darwin: { options: ['--mac', '--arm64'], where: 'dist/, as dmg and zip' },
  linux: { options: ['--linux', 'dir'], where: 'dist/linux-unpacked/' }
}
