import { dialog } from 'electron'
import { calls, type CallName, type Handlers } from '@contract/calls'
import type { ProjectState } from '@contract/project'
import { createApp, type App } from '../app'
import { toAppError, type AppError } from '../app-error'
import { createEvents, type Events } from '../events'
import { spawnHost } from './llama-host'
import type { AppPaths } from './paths'
import { keychainSecrets } from './secrets'
import { appVersion } from './version'

/** The project that is open in the window, or why none is. */
export type Session = {
  events: Events
  /** @throws AppError why no project is open, for all calls but those of the project itself */
  handlers: () => Handlers
  open: (projectDir: string) => Promise<ProjectState>
  /** The open project's services; null when none is open. */
  app: () => App | null
  close: () => Promise<void>
}

type Current = { path: string; app: App } | { path: string; error: AppError }

export function createSession(paths: AppPaths): Session {
  const events = createEvents()
  let current: Current | null = null

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
  const open = async (projectDir: string): Promise<ProjectState> => {
    await close()
    current = await openProject(paths, projectDir, events)
    events.changed('project')
    return state()
  }
  const projectHandlers: Pick<Handlers, 'project.get' | 'project.choose'> = {
    'project.get': state,
    'project.choose': async () => {
      const chosen = await dialog.showOpenDialog({
        title: 'Choose a project folder',
        buttonLabel: 'Open project',
        properties: ['openDirectory', 'createDirectory']
      })
      const [folder] = chosen.filePaths
      return chosen.canceled || folder === undefined ? state() : open(folder)
    }
  }

  return {
    events,
    open,
    close,
    app: () => (current && 'app' in current ? current.app : null),
    handlers: () => {
      if (current && 'app' in current) return { ...current.app.handlers, ...projectHandlers }
      const error = current?.error ?? new Error('No project was opened yet.')
      return { ...refuseAll(error), ...projectHandlers }
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
      events
    })
    return { path: projectDir, app }
  } catch (thrown) {
    return { path: projectDir, error: toAppError(thrown) }
  }
}
