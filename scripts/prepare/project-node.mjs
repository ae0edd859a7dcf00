import { existsSync } from 'node:fs'
import { delimiter } from 'node:path'
import { at, projectNode } from '../places.mjs'
import { collect, passThrough } from '../terminal/child.mjs'
import { Failure } from '../terminal/failure.mjs'
import { packages } from './packages.mjs'
import { readJson } from './files.mjs'
import { runStep } from './step.mjs'

/**
 * Sees to it that the script runs on the project's own Node: installs the packages where they are
 * missing, then runs the script again on that Node and ends this process with its exit code.
 * Returns only when this process runs on it already.
 * @param {string} script its `import.meta.filename`
 */
export async function onProjectNode(script) {
  await runStep(packages, { quiet: true })
  const { version } = readJson(at('node_modules/node/package.json'))
  if (process.version === `v${version}`) return
  await fetchNode(version)
  const code = await passThrough(projectNode, [script, ...process.argv.slice(2)], {
    env: { ...process.env, PATH: at('node_modules/.bin') + delimiter + process.env['PATH'] }
  })
  process.exit(code)
}

/**
 * The `node` package is an empty shell until its install script has fetched the program.
 * @param {string} version
 */
async function fetchNode(version) {
  if (existsSync(projectNode)) return
  const folder = at('node_modules/node')
  const { output } = await collect(process.execPath, ['installArchSpecificPackage.js'], {
    cwd: folder
  })
  if (existsSync(projectNode)) return
  throw new Failure(`Node ${version} could not be installed beside the other packages.`, {
    remedy: 'Check the connection to the npm registry, then run the same command again.',
    output
  })
}
