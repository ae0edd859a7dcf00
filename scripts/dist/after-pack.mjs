import { readdirSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * After the app is laid out and before it is signed: the app that Electron shows when it has none goes,
 * and on a Mac the engine for Metal must be there, because npm leaves an optional package out without
 * a word.
 * @param {import('electron-builder').AfterPackContext} context
 */
export default async function afterPack({ appOutDir, electronPlatformName, packager }) {
  const resources = packager.getResourcesDir(appOutDir)
  await rm(join(resources, 'default_app.asar'), { force: true })
  if (electronPlatformName !== 'darwin') return
  const engines = readdirSync(join(resources, 'app.asar.unpacked/node_modules/@node-llama-cpp'))
  if (!engines.includes('mac-arm64-metal')) {
    throw new Error('The package @node-llama-cpp/mac-arm64-metal is not there: run npm ci on an Apple-silicon Mac.')
  }
}
