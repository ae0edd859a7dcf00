// What runs when the stand-in Electron is given a path: electron [-r MODULE]... PATH [ARGUMENT]...
// Electron holds back `ready` until this module has settled, so the app's import is awaited here.
import { existsSync, readFileSync } from 'node:fs'
import Module from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { app } from 'electron'

const { path, preloads, wants } = parse(process.argv.slice(1))
if (wants === 'version') end(`v${process.versions.electron}`)
if (wants === 'abi') end(process.versions.modules)
if (path === null) {
  console.error('Usage: electron [-r module] path')
  process.exit(1)
}
if (preloads.length > 0) Module._preloadModules(preloads)
Object.defineProperty(process, 'defaultApp', { value: true, enumerable: true })

try {
  await start(resolve(path))
} catch (error) {
  console.error('The app threw an error while it was loaded.')
  console.error(error)
  process.exit(1)
}

/** @param {string} folder */
async function start(folder) {
  const manifest = join(folder, 'package.json')
  const described = existsSync(manifest)
  if (described) describe(JSON.parse(readFileSync(manifest, 'utf8')))
  const entry = Module._resolveFilename(folder, null, true)
  app.setAppPath(described ? folder : dirname(entry))
  await import(pathToFileURL(entry).href)
}

function describe({ name, productName, version, desktopName }) {
  if (version) app.setVersion(version)
  if (productName ?? name) app.setName(productName ?? name)
  if (desktopName) app.setDesktopName(desktopName)
}

/** @param {string[]} args */
function parse(args) {
  const preloads = []
  for (let index = 0; index < args.length; index++) {
    const arg = args[index]
    if (arg === '--version' || arg === '-v') return { path: null, preloads, wants: 'version' }
    if (arg === '--abi' || arg === '-a') return { path: null, preloads, wants: 'abi' }
    if (arg === '--require' || arg === '-r') preloads.push(args[++index])
    else if (!arg.startsWith('-')) return { path: arg, preloads, wants: 'app' }
  }
  return { path: null, preloads, wants: 'app' }
}

/** @param {string} text */
function end(text) {
  console.log(text)
  process.exit(0)
}
