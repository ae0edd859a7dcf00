import type { RunSettings, Stage } from '@contract/run-settings'
import { commonSettings } from './common-settings'
import type { SettingField, SettingGroup } from './setting-group'
import { stageSettings } from './stage-settings'

/** Every setting, in the order of its weight. The form, the record of a run and the comparison read it. */
export const settingGroups: readonly SettingGroup[] = [...stageSettings, ...commonSettings]

/** The groups of the stages that are trained, and those of every run. */
export const groupsFor = (stages: readonly Stage[]): SettingGroup[] =>
  settingGroups.filter(({ stage }) => stage === undefined || stages.includes(stage))

/** As it stands in a field: `5e-4`, `0.1`, `2048`; empty for what is left to the run. */
export const fieldText = (value: number | string | null): string => {
  if (value === null) return ''
  if (typeof value === 'string') return value
  return value !== 0 && Math.abs(value) < 0.001
    ? value.toExponential().replace('e+', 'e')
    : String(value)
}

/** As it is read: the choice’s words, the number, or what an empty field means. */
export const valueText = (field: SettingField, settings: RunSettings): string => {
  const value = field.read(settings)
  const choice = field.choices?.find((option) => option.value === value)
  return choice?.label ?? (value === null ? (field.empty ?? 'none') : fieldText(value))
}
