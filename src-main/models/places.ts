import path from 'node:path'

const SHIPPED = 'resources:'

/** Turns the paths of model files into what the database keeps, and back. */
export type Places = {
  /** Absolute, for this machine. What is absolute already stays as it is. */
  resolve: (stored: string) => string
  store: (absolute: string) => string
}

/**
 * A project can be moved and an app updated, so neither's folder is written down: files that ship
 * with the app are stored as `resources:…`, those of the project relative to it, others absolute.
 * Stored paths have forward slashes.
 */
export function createPlaces(dirs: { projectDir: string; resourcesDir: string }): Places {
  const projectDir = path.resolve(dirs.projectDir)
  const resourcesDir = path.resolve(dirs.resourcesDir)
  return {
    resolve: (stored) =>
      stored.startsWith(SHIPPED)
        ? path.resolve(resourcesDir, stored.slice(SHIPPED.length))
        : path.resolve(projectDir, stored),
    store: (absolute) => {
      const inProject = within(projectDir, absolute)
      if (inProject !== null) return inProject
      const shipped = within(resourcesDir, absolute)
      return shipped === null ? path.resolve(absolute) : `${SHIPPED}${shipped}`
    }
  }
}

/** The path from `dir` down to `file`; null when it does not lie in it. */
export function within(dir: string, file: string): string | null {
  const relative = path.relative(dir, file)
  const outside =
    relative === '' || relative.split(path.sep)[0] === '..' || path.isAbsolute(relative)
  return outside ? null : relative.split(path.sep).join('/')
}
