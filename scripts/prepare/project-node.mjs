import { delimiter } from 'node:path'
import { at, projectNode } from '../places.mjs'
import { passThrough } from '../terminal/child.mjs'
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
  const code = await passThrough(projectNode, [script, ...process.argv.slice(2)], {
    env: { ...process.env, PATH: at('node_modules/.bin') + delimiter + process.env['PATH'] }
  })
  process.exit(code)
}
