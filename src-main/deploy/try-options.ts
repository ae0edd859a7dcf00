import type { Models } from '../models/models'
import type { CommandOptions } from '../training/trainer-command'

export type TryOptions = CommandOptions & {
  projectDir: string
  /** What ships with the app; the converter lies in it. */
  resourcesDir: string
  models: Models
  /** Of the trainer; 0 means all. */
  threads: number
  /** The models have changed. */
  changed: () => void
}
