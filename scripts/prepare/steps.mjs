import { root } from '../places.mjs'
import { heading } from '../terminal/story.mjs'
import { devPython } from './dev-python.mjs'
import { electron } from './electron.mjs'
import { ggufConverter } from './gguf-converter.mjs'
import { packages } from './packages.mjs'
import { sqlite } from './sqlite.mjs'
import { starterModel } from './starter-model.mjs'
import { runStep } from './step.mjs'
import { uv } from './uv.mjs'
import { windowLibraries } from './window-libraries.mjs'

/**
 * Puts everything in place, in order, and tells the story on the terminal.
 * @param {{ dev?: boolean, quiet?: boolean }} [options]
 *   dev: also the Python tools that tests and checks need;
 *   quiet: says nothing about what is there already
 * @throws {import('../terminal/failure.mjs').Failure}
 */
export async function prepare({ dev = false, quiet = false } = {}) {
  const startedAt = performance.now()
  if (!quiet) heading(`Preparing Understudy in ${root}`)
  const steps = [packages, electron, sqlite, windowLibraries, starterModel, uv, ggufConverter]
  for (const step of dev ? [...steps, devPython] : steps) await runStep(step, { quiet })
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  if (!quiet) console.log(`\nEverything is in place (${seconds} s).`)
}
