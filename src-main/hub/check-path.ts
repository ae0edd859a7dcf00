import fs from 'node:fs'
import path from 'node:path'
import type { FolderCheck } from '@contract/hub'
import type { ModelOrigin } from '@contract/models'
import { AppError } from '../app-error'
import { checkGguf } from '../generation/gguf-check'
import { sizeOnDisk } from '../models/size'
import { checkSettings } from './check-settings'
import { checkWeights } from './check-weights'
import { fitOf, type Machine } from './fits'

/**
 * Kinds of GGUF files that transformers 5.18 turns back into weights and the trainer then computes
 * exactly. Source: its `GGUF_CONFIG_MAPPING`, and the trainer's own trial of each kind.
 */
const GGUF_KINDS = new Set(['llama', 'mistral', 'qwen2', 'qwen3', 'gemma3', 'phi3'])

export const INHERITS =
  'A model that is trained on a GGUF file inherits its rounding: it starts a little below the model that the file was made from. Weights in 16 bits have no such loss.'

/** All that is wrong with what the person chose, at once. Reads headers and small files only. */
export async function checkPath(chosen: string, machine: Machine): Promise<FolderCheck> {
  const stat = await fs.promises.stat(chosen).catch(() => null)
  if (!stat) throw nothingThere(chosen)
  return stat.isDirectory() ? checkFolder(chosen, machine) : checkFile(chosen)
}

function checkFolder(folder: string, machine: Machine): FolderCheck {
  const found = { path: folder, kind: 'folder' as const, suggestedName: nameOf(folder) }
  if (!isModelFolder(folder)) {
    return {
      ...found,
      sizeBytes: 0,
      architecture: null,
      parameters: null,
      fit: null,
      problems: [
        fs.readdirSync(folder).some((name) => name.endsWith('.gguf'))
          ? 'This folder holds GGUF files. Choose one of the files instead.'
          : 'This is no model folder: it has neither a config.json nor weights.'
      ],
      warnings: []
    }
  }
  const { problems, warnings, shape, architecture, parameters } = checkSettings(folder)
  const weights = checkWeights(folder, shape)
  return {
    ...found,
    sizeBytes: weights.bytes,
    architecture,
    parameters,
    fit: shape && fitOf(shape, machine),
    problems: [...problems, ...weights.problems],
    warnings
  }
}

async function checkFile(file: string): Promise<FolderCheck> {
  const found = {
    path: file,
    kind: 'gguf' as const,
    suggestedName: nameOf(file),
    sizeBytes: (await sizeOnDisk(file)) ?? 0,
    parameters: null,
    fit: null
  }
  try {
    const { architecture } = await checkGguf(file)
    const problems = GGUF_KINDS.has(architecture)
      ? []
      : [`A GGUF file of the kind “${architecture}” cannot be turned back into weights to train.`]
    return { ...found, architecture, problems, warnings: [INHERITS] }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { ...found, architecture: null, problems: [error.message], warnings: [] }
  }
}

const isModelFolder = (folder: string): boolean =>
  fs
    .readdirSync(folder)
    .some((name) => name === 'config.json' || /\.(safetensors|bin|pth?)$/.test(name))

/** Of a folder in the hub's own cache, the repository's name; else the folder's or file's. */
function nameOf(chosen: string): string {
  const cached = originOf(chosen)?.repository.split('/')[1]
  return (cached ?? path.basename(chosen).replace(/\.gguf$/i, '')).slice(0, 80)
}

/** Other tools keep downloads as `models--organisation--name/snapshots/<commit>`. */
export function originOf(chosen: string): ModelOrigin | null {
  const parts = /models--([^/\\]+?)--([^/\\]+)[/\\]snapshots[/\\]([0-9a-f]{40})$/.exec(chosen)
  const [, organisation, name, revision = ''] = parts ?? []
  return organisation && name ? { repository: `${organisation}/${name}`, revision } : null
}

const nothingThere = (chosen: string): AppError =>
  new AppError({
    code: 'not_found',
    message: `There is nothing at ${chosen}. Nothing was changed.`,
    remedy: { text: 'Choose a model folder or a GGUF file that is there.' }
  })
