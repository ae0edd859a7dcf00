import type { DeployTarget } from '@contract/deployments'
import type { Generator } from '../generation/generator'
import type { LmStudioOptions } from '../generation/lm-studio/status'
import { freeBytesOnDisk, type FreeBytes } from '../models/disk-space'
import { folderTarget } from './deployment/folder-target'
import type { Target } from './deployment/target'
import type { IndexWait } from './lm-studio/find-key'
import { lmStudioTarget } from './lm-studio/target'
import { ollamaTarget } from './ollama/target'

const OLLAMA_ADDRESS = 'http://127.0.0.1:11434'

/** LM Studio names no time; reports go from at once to never. */
const INDEX_WAIT: IndexWait = { timeoutMs: 60_000, pollMs: 500 }

/** Every place that a tuned model can be brought to. */
export function createTargets(options: {
  /** Where LM Studio is, by the settings. */
  lmStudio: () => Promise<LmStudioOptions>
  ollama?: string | undefined
  embeddedGenerator: (modelId: string) => Promise<Generator>
  freeBytes?: FreeBytes
  indexWait?: IndexWait
}): Readonly<Record<DeployTarget, Target>> {
  const { lmStudio, ollama, embeddedGenerator } = options
  const { freeBytes = freeBytesOnDisk, indexWait = INDEX_WAIT } = options
  return {
    lmstudio: lmStudioTarget({ lmStudio, freeBytes, indexWait }),
    ollama: ollamaTarget({ root: ollama ?? OLLAMA_ADDRESS }),
    folder: folderTarget({ embeddedGenerator })
  }
}
