import { realpathSync } from 'node:fs'
import { at } from '../places.mjs'
import { isOfficial } from '../prepare/electron.mjs'
import { standInVersion } from '../prepare/stand-in-electron.mjs'

/** Whether the Electron beside the app is the one that may be released. */
export const officialElectron = () => isOfficial()

/** The stand-in as electron-builder takes it: nothing is downloaded. */
export const electronDist = () => ({
  electronDist: realpathSync(at('node_modules/electron/dist')),
  electronVersion: standInVersion
})
