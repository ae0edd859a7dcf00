import fs from 'node:fs'
import path from 'node:path'
import type { Fit, OwnBase } from '@contract/hub'
import type { Model } from '@contract/models'
import { AppError } from '../app-error'
import type { Database } from '../database/schema'
import { forgetModels } from '../models/repository'
import { readShape } from '../training/base-shape'
import { baseFolderFor } from '../training/plan'
import { catalogue } from './catalogue'
import { INHERITS } from './check-path'
import { fitOf, type Machine } from './fits'

type Options = {
  db: Database
  dataDir: string
  resourcesDir: string
  listModels: () => Promise<Model[]>
}

/** The project's bases with what fits this machine, the starter first, then the newest. */
export async function listOwnBases(options: Options, machine: Machine): Promise<OwnBase[]> {
  const bases = (await options.listModels()).filter(({ kind }) => kind === 'base')
  const listed = await Promise.all(
    bases.map(async (model): Promise<OwnBase> => {
      const source = sourceOf(options, model)
      return {
        model,
        source,
        fit: await fitOfModel(options, { ...model, source }, machine),
        warning: source === 'starter' || source === 'gguf' ? INHERITS : null
      }
    })
  )
  const isStarter = ({ source }: OwnBase): number => (source === 'starter' ? 0 : 1)
  return listed.sort((a, b) => isStarter(a) - isStarter(b) || b.model.createdAt - a.model.createdAt)
}

/**
 * Takes a base out of the project. Its files are deleted where Understudy put them; what the person
 * has elsewhere stays.
 *
 * @throws AppError `conflict` while anything was made from it, `not_found`
 */
export async function removeBase(options: Options, id: string): Promise<void> {
  const { db, dataDir } = options
  const models = await options.listModels()
  const base = models.find((model) => model.id === id && model.kind === 'base')
  if (!base) {
    throw new AppError({ code: 'not_found', message: 'This base model is no longer there.' })
  }
  if (sourceOf(options, base) === 'starter') {
    throw new AppError({
      code: 'conflict',
      message: `${base.name} comes with the app and stays. Nothing was removed.`
    })
  }
  const madeOfIt = models.filter(({ parentId }) => parentId === id).map(({ name }) => name)
  const runs = await db
    .selectFrom('runs')
    .select('name')
    .where('base_model_id', '=', id)
    .where('deleted_at', 'is', null)
    .execute()
  const needing = [...new Set([...madeOfIt, ...runs.map(({ name }) => name)])]
  if (needing.length > 0) throw needed(base.name, needing)
  const folder = ownFolder(dataDir, base.path)
  if (folder !== null) await fs.promises.rm(folder, { recursive: true, force: true })
  await forgetModels(db, [id])
}

/** The folder that Understudy made for it; null for what the person has elsewhere. */
export function ownFolder(dataDir: string, place: string): string | null {
  const home = path.join(dataDir, 'base-models')
  const folder = path.extname(place) === '.gguf' ? path.dirname(place) : place
  const [kind, ...below] = path.relative(home, folder).split(path.sep)
  return (kind === 'hub' || kind === 'copies') && below.length > 0 ? folder : null
}

function sourceOf({ resourcesDir }: Options, { path: place, origin }: Model): OwnBase['source'] {
  const inApp = path.relative(resourcesDir, place)
  if (!inApp.startsWith('..') && !path.isAbsolute(inApp)) return 'starter'
  if (path.extname(place).toLowerCase() === '.gguf') return 'gguf'
  return origin ? 'hub' : 'folder'
}

/** Larger GGUF files are not read through for a word in a list; a run's own preview does it. */
const HASHED_BYTES_AT_MOST = 1e9
const folders = new Map<string, Promise<string>>()

/** A GGUF file's shape is known once it was made into a folder for training. */
async function fitOfModel(
  { dataDir }: Options,
  { path: place, missing, source, name }: Model & Pick<OwnBase, 'source'>,
  machine: Machine
): Promise<Fit | null> {
  if (missing) return null
  const shipped = catalogue.find((base) => source === 'starter' && base.name === name)
  if (shipped) return fitOf(shipped.shape, machine)
  if (path.extname(place).toLowerCase() !== '.gguf') return fitOfFolder(place, machine)
  const { size, mtimeMs } = await fs.promises.stat(place)
  if (size > HASHED_BYTES_AT_MOST) return null
  const key = `${place}@${String(mtimeMs)}+${String(size)} in ${dataDir}`
  const folder = folders.get(key) ?? baseFolderFor(dataDir, place)
  folders.set(key, folder)
  return fitOfFolder(await folder, machine)
}

function fitOfFolder(folder: string, machine: Machine): Fit | null {
  const shape = readShape(folder)
  return shape && fitOf(shape, machine)
}

const needed = (name: string, needing: readonly string[]): AppError =>
  new AppError({
    code: 'conflict',
    message: `${name} stays, as ${listOf(needing)} ${needing.length === 1 ? 'was' : 'were'} made from it. Nothing was removed.`,
    remedy: { text: 'Delete what was made from it first.' }
  })

function listOf(names: readonly string[]): string {
  const shown = names.slice(0, 3).map((name) => `“${name}”`)
  const more = names.length - shown.length
  const all = more > 0 ? [...shown, `${more} more`] : shown
  return all.length === 1 ? (all[0] ?? '') : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`
}
