import type { ParsedInput } from '@contract/calls'
import { RunChoices } from '@contract/training'
import { AppError } from '../app-error'
import type { Database } from '../database/schema'
import { tooLittle } from './learnable'
import { parseRunConfig, type RunConfig } from './run-config'
import { resolveRun } from './start-run'

/**
 * The run that a config file describes, its persona and base model found by name or id.
 *
 * @throws AppError `invalid_input` with every problem of the file
 */
export async function inputOfConfig(
  db: Database,
  text: string
): Promise<ParsedInput<'runs.start'>> {
  const read = await readConfig(db, text)
  if ('problems' in read) throw badConfig(read.problems)
  return read.input
}

/** All that is wrong with a config file, each as a sentence; none where a run could start from it. */
export async function problemsOfConfig(db: Database, text: string): Promise<string[]> {
  const read = await readConfig(db, text)
  return 'problems' in read ? read.problems : []
}

async function readConfig(
  db: Database,
  text: string
): Promise<{ input: ParsedInput<'runs.start'> } | { problems: string[] }> {
  const parsed = parseRunConfig(text)
  const named = 'config' in parsed ? parsed.config : parsed.partly
  const persona = await findPersona(db, named.persona ?? null)
  const base = await findBase(db, named.baseModel ?? null)
  const found = [persona, base].flatMap((result) => ('problem' in result ? [result.problem] : []))
  if ('problems' in parsed) return { problems: [...parsed.problems, ...found] }
  if ('problem' in persona || 'problem' in base) return { problems: found }
  const { config } = parsed
  const choices = choicesOf(config, persona.id, base.id)
  const { rows, settings } = await resolveRun({ db }, choices)
  const reason = tooLittle(rows, settings.stages)
  if (reason !== null) return { problems: [reason] }
  return { input: { ...choices, name: config.name, notes: config.notes } }
}

function choicesOf(config: RunConfig, personaId: string | null, baseModelId: string | null) {
  const { preset, settings, continueFrom, learnFrom } = config
  return RunChoices.parse({
    personaId,
    ...(baseModelId !== null && { baseModelId }),
    preset,
    overrides: settings,
    continueFrom,
    learnFrom
  })
}

type Found = { id: string | null } | { problem: string }

async function findPersona(db: Database, named: string | null): Promise<Found> {
  if (named === null) return { id: null }
  const rows = await db
    .selectFrom('personas')
    .select(['id', 'name'])
    .where('deleted_at', 'is', null)
    .execute()
  return pick(rows, named, 'persona')
}

async function findBase(db: Database, named: string | null): Promise<Found> {
  if (named === null) return { id: null }
  const rows = await db
    .selectFrom('models')
    .select(['id', 'name'])
    .where('kind', '=', 'base')
    .where('deleted_at', 'is', null)
    .execute()
  return pick(rows, named, 'base model')
}

function pick(rows: { id: string; name: string }[], named: string, what: string): Found {
  const found = rows.filter(({ id, name }) => id === named || name === named)
  const [only] = found
  if (only && found.length === 1) return { id: only.id }
  if (found.length > 1)
    return { problem: `There are ${found.length} ${what}s called “${named}”; name it by its id.` }
  return { problem: `There is no ${what} called “${named}” in this project.` }
}

function badConfig(problems: string[]): AppError {
  const count = problems.length === 1 ? 'one problem' : `${String(problems.length)} problems`
  return new AppError({
    code: 'invalid_input',
    message: `The config file has ${count}, and no run was started: ${problems.join(' ')}`,
    remedy: { text: 'Correct what is named here, then start it again.' }
  })
}
