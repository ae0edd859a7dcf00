import fs from 'node:fs'
import path from 'node:path'
import { app } from 'electron'

/** Ending of a project folder that the system shows as one document and opens with a double click. */
const ENDING = '.understudy'

type OutsideProjects = {
  /** The one that the app was started with; null without one. */
  first: () => string | null
  /** From now on, each project that is opened from outside. */
  onOpen: (open: (projectDir: string) => void) => void
}

/**
 * Projects opened from outside: by a double click on a Mac, which tells of it even before the app is
 * ready, and elsewhere by the arguments of a launch.
 */
export function projectsFromOutside(): OutsideProjects {
  let first = projectAmong(process.argv, process.cwd())
  let open: (projectDir: string) => void = (projectDir) => {
    first = projectDir
  }
  app.on('open-file', (event, file) => {
    event.preventDefault()
    const project = asProject(file)
    if (project !== null) open(project)
  })
  app.on('second-instance', (_event, argv, cwd) => {
    const project = projectAmong(argv, cwd)
    if (project !== null) open(project)
  })
  return {
    first: () => first,
    onOpen: (listener) => {
      open = listener
    }
  }
}

/** What stands first among the arguments is the program itself. */
function projectAmong(argv: readonly string[], cwd: string): string | null {
  const found = argv.slice(1).map((argument) => asProject(path.resolve(cwd, argument)))
  return found.find((project) => project !== null) ?? null
}

function asProject(file: string): string | null {
  if (path.extname(file).toLowerCase() !== ENDING) return null
  return fs.statSync(file, { throwIfNoEntry: false })?.isDirectory() === true ? file : null
}
