import fs from 'node:fs/promises'
import path from 'node:path'
import type { CallOutput, ParsedInput } from '@contract/calls'
import type { Voice } from '@contract/system-message'
import { AppError, toAppError } from '../app-error'
import type { Database } from '../database/schema'
import { listTaught, voicesById, type Taught } from './taught'

/** A file of lines, each one JSON object. */
type Export = { name: string; rows: object[] }

/**
 * Writes what the rankings teach as three files of JSON lines: `export_sft.jsonl` (instruction, output),
 * `export_dpo.jsonl` (instruction, chosen, rejected) and `export_rm.jsonl` (instruction, response,
 * reward). Whole or not at all: they take their places when all are written.
 *
 * @throws AppError `conflict` when one is there and `overwrite` is not asked for; `nothing_to_learn`
 */
export async function exportDatasets(
  db: Database,
  { personaId, folder, overwrite }: ParsedInput<'datasets.export'>
): Promise<CallOutput<'datasets.export'>> {
  const taught = await listTaught(db, { personaId })
  if (taught.length === 0) throw nothingRanked()
  const voices = await voicesById(db)
  const exports = exportsOf(taught, voices)
  const dir = path.resolve(folder)
  const there = await existing(dir, exports)
  if (there.length > 0 && !overwrite) throw alreadyThere(dir, there)
  await writeAll(dir, exports).catch((thrown: unknown) => {
    throw notWritten(dir, thrown)
  })
  return {
    files: exports.map(({ name, rows }) => ({ path: path.join(dir, name), rows: rows.length }))
  }
}

function exportsOf(taught: readonly Taught[], voices: ReadonlyMap<string, Voice>): Export[] {
  const rowsOf = (row: (one: Taught, instruction: string) => object[]): object[] =>
    taught.flatMap((one) => {
      const voice = voices.get(one.ranking.personaId)
      return voice ? row(one, instructionOf(voice, one.ranking.prompt)) : []
    })
  return [
    {
      name: 'export_sft.jsonl',
      rows: rowsOf(({ sft, texts }, instruction) =>
        sft.map((id) => ({ instruction, output: texts.get(id) ?? '' }))
      )
    },
    {
      name: 'export_dpo.jsonl',
      rows: rowsOf(({ pairs, texts }, instruction) =>
        pairs.map(({ better, worse }) => ({
          instruction,
          chosen: texts.get(better) ?? '',
          rejected: texts.get(worse) ?? ''
        }))
      )
    },
    {
      name: 'export_rm.jsonl',
      rows: rowsOf(({ rewards, texts }, instruction) =>
        rewards.map(({ draftId, score }) => ({
          instruction,
          response: texts.get(draftId) ?? '',
          reward: score
        }))
      )
    }
  ]
}

/** Persona and request in one text, as these three formats have it; the line end at the end belongs to it. */
export const instructionOf = ({ name, description }: Voice, prompt: string): string =>
  `You are the following persona:\n\n${name}\n${description}\n\nGenerate content for this request:\n${prompt}\n`

async function existing(dir: string, exports: readonly Export[]): Promise<string[]> {
  const names = await fs.readdir(dir).catch((): string[] => [])
  return exports.map(({ name }) => name).filter((name) => names.includes(name))
}

async function writeAll(dir: string, exports: readonly Export[]): Promise<void> {
  await fs.mkdir(dir, { recursive: true })
  const staged = exports.map(({ name, rows }) => ({
    part: path.join(dir, `.${name}.part`),
    file: path.join(dir, name),
    text: rows.map((row) => `${JSON.stringify(row)}\n`).join('')
  }))
  try {
    for (const { part, text } of staged) await fs.writeFile(part, text)
    for (const { part, file } of staged) await fs.rename(part, file)
  } finally {
    for (const { part } of staged) await fs.rm(part, { force: true })
  }
}

const nothingRanked = (): AppError =>
  new AppError({
    code: 'nothing_to_learn',
    message: 'Nothing is ranked yet, so there is nothing to export. No file was written.',
    remedy: { text: 'Rank some drafts first.', action: 'rank' }
  })

const alreadyThere = (dir: string, names: readonly string[]): AppError =>
  new AppError({
    code: 'conflict',
    message: `${names.join(' and ')} ${names.length === 1 ? 'is' : 'are'} in ${dir} already. Nothing was written.`,
    remedy: { text: 'Choose another folder, or say that they may be overwritten.' }
  })

const notWritten = (dir: string, thrown: unknown): AppError => {
  const { code, message } = toAppError(thrown)
  return new AppError({
    code: code === 'disk_full' ? 'disk_full' : 'forbidden',
    message: `The files could not be written to ${dir}. What was there before is unharmed.`,
    remedy: { text: 'Choose a folder that can be written to, on a disk with space.' },
    detail: message,
    cause: thrown
  })
}
