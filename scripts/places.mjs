import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

/** The repository's root. */
export const root = resolve(import.meta.dirname, '..')

/** @param {...string} parts path below the repository's root */
export const at = (...parts) => join(root, ...parts)

/** Kept outside the repository, so that a second clone is quick. Safe to delete. */
export const cache = process.env['UNDERSTUDY_CACHE'] ?? join(homedir(), '.cache', 'understudy')

/** Node 24, which npm has put beside the other packages. */
export const projectNode = at(
  'node_modules/node/bin',
  process.platform === 'win32' ? 'node.exe' : 'node'
)

/** True where no window can be opened. */
export const noScreen =
  process.platform === 'linux' &&
  (process.env['DISPLAY'] ?? '') === '' &&
  (process.env['WAYLAND_DISPLAY'] ?? '') === ''
