import type { Preset, RunOverrides, RunSettings, Stage } from '@contract/run-settings'
import type { TrainingRows } from '../datasets/training-rows'
import { constant } from './presets'
import { recommend } from './recommend'

export type SettingChoices = {
  preset: Preset
  /** Left out or null: SFT and DPO, as far as the rows allow. */
  stages?: Stage[] | null | undefined
  overrides: RunOverrides
  maxSteps?: number | null | undefined
}

/** The order in which stages run; each starts from the one before, the reward model from the base. */
const ORDER: readonly Stage[] = ['sft', 'dpo', 'reward']

/** A preset for these rows, with what the person changed of it: every setting, and the reasons. */
export function resolveSettings(
  { preset, stages, overrides, maxSteps }: SettingChoices,
  rows: TrainingRows
): { settings: RunSettings; reasons: string[] } {
  const { reasons, ...recommended } = recommend({
    preset,
    rows: {
      sft: rows.sft.length,
      dpo: rows.preference.length,
      reward: rows.reward.length
    }
  })
  const chosen = stages ?? overrides.stages ?? stagesFor(rows)
  const settings: RunSettings = {
    ...constant,
    ...given(overrides),
    preset,
    stages: ORDER.filter((stage) => chosen.includes(stage)),
    sft: { ...recommended.sft, ...given(overrides.sft) },
    dpo: { ...recommended.dpo, ...given(overrides.dpo) },
    reward: { ...recommended.reward, ...given(overrides.reward) },
    lora: { ...constant.lora, ...given(overrides.lora) },
    maxSteps: maxSteps ?? overrides.maxSteps ?? constant.maxSteps
  }
  return { settings, reasons }
}

/** The stages these rows allow: a topic whose drafts are all tied teaches neither. */
export function stagesFor({ sft, preference }: TrainingRows): Stage[] {
  return [
    ...(sft.length > 0 ? ['sft' as const] : []),
    ...(preference.length > 0 ? ['dpo' as const] : [])
  ]
}

type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> }

/** Only what was set: a field that is present but undefined changes nothing. */
export function given<T extends object>(values: T | undefined): Given<T> {
  const entries = Object.entries(values ?? {}).filter(([, value]) => value !== undefined)
  // Entries lose their names' types; these are the same names with fewer values.
  return Object.fromEntries(entries) as Given<T>
}
