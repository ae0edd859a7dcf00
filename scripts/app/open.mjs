import { readIfThere } from '../prepare/files.mjs'
import { at, projectNode, root } from '../places.mjs'
import { passThrough } from '../terminal/child.mjs'

/**
 * Opens the built app and waits until it is closed.
 * @param {string[]} args
 * @returns {Promise<number>} exit code
 */
export function openWindow(args) {
  const electron = at('node_modules/electron/cli.js')
  return passThrough(projectNode, [electron, ...sandboxOptions(), '.', ...args], { cwd: root })
}

/**
 * Runs the built terminal face.
 * @param {string[]} args
 * @returns {Promise<number>} exit code
 */
export function runInTerminal(args) {
  return passThrough(projectNode, [at('out/main/cli.js'), ...args], { cwd: process.cwd() })
}

/**
 * Chromium refuses to start as root, and where Linux forbids user namespaces it needs a helper that
 * only an installed package can bring. What the window itself forbids its page
 * still holds; the system's sandbox around it does not.
 */
function sandboxOptions() {
  if (process.platform !== 'linux') return []
  const forbidden =
    readIfThere('/proc/sys/kernel/apparmor_restrict_unprivileged_userns')?.trim() === '1'
  return process.getuid?.() === 0 || forbidden ? ['--no-sandbox'] : []
}
