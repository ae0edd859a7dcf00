import fs from 'node:fs'
import path from 'node:path'
import type { Model } from '@contract/models'

type File = Pick<Model, 'id' | 'kind' | 'parentId' | 'path' | 'missing'>

/**
 * The GGUF file of an adapter, to be laid over its base in the engine. It stands beside the adapter's
 * folder and not in it, because the trainer knows a finished folder by all that it holds.
 */
export const adapterFile = (adapterFolder: string): string => `${adapterFolder}.gguf`

/** Whether that file is there, and made of what the folder holds now. */
export function isPrepared(adapterFolder: string): boolean {
  const made = changedAt(adapterFile(adapterFolder))
  const trained = changedAt(path.join(adapterFolder, 'adapter_model.safetensors'))
  return made !== null && trained !== null && made >= trained
}

/** What the engine loads beneath an adapter: its base, or a GGUF file that was made of it. */
export function ggufOfBase<M extends File>(adapter: File, models: readonly M[]): M | null {
  const base = models.find(({ id }) => id === adapter.parentId)
  if (!base) return null
  const made = models.filter(({ kind, parentId }) => kind === 'gguf' && parentId === base.id)
  return [base, ...made].find((model) => isGguf(model) && !model.missing) ?? null
}

/** A model that the engine can load by itself. */
export const isGguf = ({ kind, path: file }: Pick<Model, 'kind' | 'path'>): boolean =>
  (kind === 'base' || kind === 'gguf') && path.extname(file).toLowerCase() === '.gguf'

function changedAt(file: string): number | null {
  return fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? null
}
