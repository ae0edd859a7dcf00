import type { RunSettings, Stage } from '@contract/run-settings'

export type Choice = { value: string; label: string }

/** One setting of a run as a person meets it. `key` is its path in `RunSettings`. */
export type SettingField = {
  key: string
  label: string
  /** What it does, in plain words. */
  hint: string
  read: (settings: RunSettings) => number | string | null
  /** One of few instead of a number. */
  choices?: readonly Choice[]
  /** What an empty field means, for settings that may be left to the run. */
  empty?: string
}

export type SettingGroup = {
  title: string
  text: string
  /** Shown only where this stage is trained. */
  stage?: Stage
  fields: readonly SettingField[]
}
