import type { Database } from '../database/schema'
import type { Events } from '../events'
import type { Python } from '../python/python'

/** A base to train on: a GGUF file, or a folder in Hugging Face's layout. */
export type BaseModel = { id: string; name: string } & ({ ggufPath: string } | { folder: string })

/** What a run needs of the app around it. */
export type TrainingOptions = {
  db: Database
  events: Events
  projectDir: string
  /** Of this machine, shared by all projects: Python and the base models' folders. */
  dataDir: string
  python: Pick<Python, 'status' | 'pythonPath'>
  /** Folder that holds the package `trainer`. */
  trainerDir: string
  /** Of the trainer; 0 leaves the number to torch. */
  threads: number
  baseModel: (id: string) => Promise<BaseModel>
  /** Puts the adapter's folder into the registry and answers with its id. */
  registerAdapter: (adapter: {
    runId: string
    kind: 'adapter' | 'reward'
    name: string
    baseModelId: string
    path: string
  }) => Promise<string>
}
