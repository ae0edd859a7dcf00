import { RunOverrides, type RunSettings } from '@contract/run-settings'
import { fieldText, settingGroups } from './settings-fields'
import type { SettingField } from './setting-group'

/** What was typed into the fields, by their keys; fields that were not touched are not there. */
export type Typed = Readonly<Record<string, string>>

export type Changes = {
  /** What differs from the preset and is allowed. */
  overrides: RunOverrides
  /** What is wrong with a field, in a sentence, by its key. */
  problems: Readonly<Record<string, string>>
}

/** The prompts that are asked while it trains; a field of its own, one a line. */
export const promptsKey = 'samplePrompts'

/** The tools that the figures are also written for; a field of its own, separated by commas. */
export const trackersKey = 'alsoWrite'

/** Judges each typed text by the contract, so that the form and main say the same. */
export const changesOf = (typed: Typed): Changes => {
  const problems: Record<string, string> = {}
  const parts: Record<string, unknown> = {}
  for (const [key, text] of Object.entries(typed)) {
    const field = fields.get(key)
    if (!field && key !== promptsKey && key !== trackersKey) continue
    const value = field ? valueOf(field, text) : key === trackersKey ? names(text) : lines(text)
    const issue = RunOverrides.safeParse(nested(key, value)).error?.issues[0]
    if (issue) problems[key] = `${field?.label ?? 'Sample topics'} ${ending(issue.message)}`
    else merge(parts, key, value)
  }
  return { overrides: RunOverrides.parse(parts), problems }
}

/** The texts of a change that main proposed, put over what was typed. */
export const typedFrom = (typed: Typed, change: RunOverrides): Typed => {
  const next: Record<string, string> = { ...typed }
  for (const key of fields.keys()) {
    const value = at(change, key)
    if (value === undefined) continue
    if (value === null || typeof value === 'number' || typeof value === 'string')
      next[key] = fieldText(value)
  }
  return next
}

/** Without the fields that say what the preset says. */
export const withoutSame = (typed: Typed, preset: RunSettings): Typed =>
  Object.fromEntries(
    Object.entries(typed).filter(([key, text]) => {
      const field = fields.get(key)
      if (!field) return (key === promptsKey || key === trackersKey) && text.trim() !== ''
      return valueOf(field, text) !== field.read(preset)
    })
  )

const fields: ReadonlyMap<string, SettingField> = new Map(
  settingGroups.flatMap((group) => group.fields).map((field) => [field.key, field])
)

/** A number where there is one; anything else goes to the contract as it is, which says what is wrong. */
const valueOf = ({ choices, empty }: SettingField, text: string): number | string | null => {
  const trimmed = text.trim()
  if (choices) return trimmed
  if (trimmed === '') return empty === undefined ? '' : null
  const number = Number(trimmed)
  return Number.isNaN(number) ? trimmed : number
}

const lines = (text: string): string[] | null => {
  const found = text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
  return found.length === 0 ? null : found
}

const names = (text: string): string[] => text.split(',').filter(Boolean)

const nested = (key: string, value: unknown): unknown => {
  const parts: Record<string, unknown> = {}
  merge(parts, key, value)
  return parts
}

const merge = (parts: Record<string, unknown>, key: string, value: unknown): void => {
  const [section = key, name] = key.split('.')
  if (name === undefined) parts[section] = value
  else parts[section] = { ...group(parts[section]), [name]: value }
}

const at = (change: object, key: string): unknown => {
  const [section = key, name] = key.split('.')
  const value = group(change)[section]
  return name === undefined ? value : group(value)[name]
}

const group = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? { ...value } : {}

/** The contract’s messages begin with “must” and go on from the setting’s name. */
const ending = (message: string): string =>
  message.startsWith('must') ? `${message}.` : 'is not allowed.'
