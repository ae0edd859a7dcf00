import { Preset, RunOverrides, type RunSettings } from '@contract/run-settings'
import { LearnFrom, RunName } from '@contract/training'
import { Document, parseDocument } from 'yaml'
import { z } from 'zod'

/**
 * A run as a file. Persona and base model are given by name or id; settings that are left out are
 * the preset's.
 */
export const RunConfig = z.strictObject({
  name: RunName,
  notes: z.string().max(10_000, 'must be shorter').default(''),
  /** Null learns from all personas. */
  persona: z.string().nullable().default(null),
  /** Null takes the model that ships with the app. */
  baseModel: z.string().nullable().default(null),
  continueFrom: z.uuid('must be the id of a run').nullable().default(null),
  learnFrom: LearnFrom.default('all'),
  preset: Preset.default('recommended'),
  settings: RunOverrides.default({})
})
export type RunConfig = z.infer<typeof RunConfig>

const HEAD = ` A run of Understudy: every setting as it was used. A copy of this file, changed or not, starts
 another run with “Start a run from a file”.`

/** The whole run as YAML, which `parseRunConfig` reads back to the same. */
export function writeRunConfig({
  settings: { preset, ...settings },
  ...config
}: Omit<RunConfig, 'preset' | 'settings'> & { settings: RunSettings }): string {
  const document = new Document({ ...config, preset, settings })
  document.commentBefore = HEAD
  return document.toString({ lineWidth: 0 })
}

/** What the text says, or all that is wrong with it, each as a sentence. */
export function parseRunConfig(
  text: string
): { config: RunConfig } | { problems: string[]; partly: z.infer<typeof Names> } {
  const document = parseDocument(text)
  if (document.errors.length > 0) {
    const problems = document.errors.map(({ message, linePos }) => {
      const [first = message] = message.split('\n')
      return `Line ${String(linePos?.[0].line ?? 1)} is no YAML: ${first.replace(/ at line .*$/, '')}.`
    })
    return { problems, partly: {} }
  }
  const value = plainValue(document)
  const parsed = RunConfig.safeParse(value ?? {})
  if (parsed.success) return { config: parsed.data }
  return {
    problems: parsed.error.issues.flatMap(sentences),
    partly: Names.safeParse(value).data ?? {}
  }
}

/** Looked up even where the rest is wrong, so that all problems are said at once. */
const Names = z.object({
  persona: z.string().nullish().catch(null),
  baseModel: z.string().nullish().catch(null)
})

function plainValue(document: ReturnType<typeof parseDocument>): unknown {
  try {
    return document.toJS({ maxAliasCount: 0 })
  } catch {
    // Aliases could grow a small file without end; no config of ours has any.
    return { aliases: true }
  }
}

function sentences(issue: z.core.$ZodIssue): string[] {
  const place = issue.path.map(String).join('.')
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => `There is no setting ${place ? `${place}.` : ''}${key}.`)
    case 'invalid_value':
      return [`${place || 'The file'} must be one of ${issue.values.map(String).join(', ')}.`]
    case 'invalid_type':
      return [wrongType(place, issue)]
    default:
      return [sentence(place, issue.message)]
  }
}

/** The schema's own messages begin with “must” and go on from the setting's name. */
function sentence(place: string, message: string): string {
  const text = message.replace(/\.?$/, '.')
  if (place === '') return text
  return text.startsWith('must') ? `${place} ${text}` : `${place}: ${text}`
}

function wrongType(place: string, issue: z.core.$ZodIssueInvalidType): string {
  if (place === '') return 'The file must hold settings by name, such as “name: calm-engineer v2”.'
  if (issue.input === undefined && place === 'name') return 'A run needs a name.'
  if (issue.message.startsWith('must')) return sentence(place, issue.message)
  return `${place} must be ${kinds[issue.expected] ?? issue.expected}.`
}

const kinds: Readonly<Record<string, string>> = {
  int: 'a whole number',
  number: 'a number',
  string: 'a text',
  array: 'a list',
  object: 'a group of settings'
}
