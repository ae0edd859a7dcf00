import { dialog, shell } from 'electron'
import { calls, type CallName, type Handlers } from '@contract/calls'
import type { ProjectState } from '@contract/project'
import { createApp, type App, type FaceCall } from '../app'
import { AppError, toAppError } from '../app-error'
import type { Events } from '../events'
import { spawnHost } from './llama-host'
import { startsEmpty, type AppPaths } from './paths'
import { reveal } from './reveal'
import { keychainSecrets } from './secrets'
import { appVersion } from './version'
import type { WindowHandlers } from './window-calls'

/** The project that is open in the window, or why none is. */
export type Session = {
  events: Events
  /** @throws AppError why no project is open, for all calls but those of the project itself */
  handlers: () => Handlers
  open: (projectDir: string) => Promise<ProjectState>
  /** Settled when no project is being opened: the window is there before its project. */
  ready: () => Promise<unknown>
  /** The open project's services; null when none is open. */
  app: () => App | null
  /** Its folder; null when none is open. */
  projectDir: () => string | null
  close: () => Promise<void>
}

type Current = { path: string; app: App } | { path: string; error: AppError }

type SessionOptions = {
  paths: AppPaths
  events: Events
  windowHandlers: WindowHandlers
  /** Called when the person chose a project, to open it again at the next start. */
  onChosen: (projectDir: string) => void
}

export function createSession(options: SessionOptions): Session {
  const { paths, events, windowHandlers, onChosen } = options
  let current: Current | null = null
  let opening: Promise<unknown> = Promise.resolve()

  const state = (): ProjectState => {
    if (!current) throw new Error('No project was opened yet.')
    return 'app' in current
      ? { state: 'open', path: current.path, name: current.app.projectName }
      : { state: 'failed', path: current.path, error: current.error.toEnvelope() }
  }
  const close = async (): Promise<void> => {
    if (current && 'app' in current) await current.app.close()
    current = null
  }
  const open = (projectDir: string): Promise<ProjectState> => {
    const opened = (async () => {
      await close()
      current = await openProject(paths, projectDir, events)
      events.changed('project')
      return state()
    })()
    opening = opened.catch(() => null)
    return opened
  }
  const faceHandlers: Pick<Handlers, FaceCall> = {
    ...windowHandlers,
    'window.reveal': async (wanted) => {
      if (current && 'app' in current) await reveal(current.app, wanted)
      return {}
    },
    'project.get': state,
    'project.reveal': async () => {
      const problem = await shell.openPath(state().path)
      if (problem === '') return {}
      throw new AppError({
        code: 'not_found',
        message: `The folder could not be shown: ${problem}.`,
        remedy: { text: 'Open it in your file browser.' }
      })
    },
    'project.choose': async () => {
      const chosen = await dialog.showOpenDialog({
        title: 'Choose a project folder',
        buttonLabel: 'Open project',
        // A project that ends in .understudy is a document to the system, and a folder to us.
        properties: ['openDirectory', 'createDirectory', 'treatPackageAsDirectory']
      })
      const [folder] = chosen.filePaths
      if (chosen.canceled || folder === undefined) return state()
      const opened = await open(folder)
      if (opened.state === 'open') onChosen(folder)
      return opened
    }
  }

  return {
    events,
    open,
    ready: () => opening,
    close,
    app: () => (current && 'app' in current ? current.app : null),
    projectDir: () => (current && 'app' in current ? current.path : null),
    handlers: () => {
      if (current && 'app' in current) return { ...current.app.handlers, ...faceHandlers }
      const error = current?.error ?? new Error('No project was opened yet.')
      return { ...refuseAll(error), ...faceHandlers }
    }
  }
}

/** While no project is open every call says why. */
function refuseAll(error: Error): Handlers {
  const refuse = (): never => {
    throw error
  }
  // The keys are the contract's own; `fromEntries` forgets them.
  return Object.fromEntries(Object.keys(calls).map((name) => [name, refuse])) as Record<
    CallName,
    () => never
  >
}

async function openProject(paths: AppPaths, projectDir: string, events: Events): Promise<Current> {
  try {
    const app = await createApp({
      projectDir,
      dataDir: paths.dataDir,
      resourcesDir: paths.resourcesDir,
      trainerDir: paths.trainerDir,
      spawnLlamaHost: () => spawnHost(paths.llamaHost),
      secrets: await keychainSecrets(paths.dataDir),
      appVersion,
      events,
      withSample: !startsEmpty()
    })
    return { path: projectDir, app }
  } catch (thrown) {
    return { path: projectDir, error: toAppError(thrown) }
  }
}
