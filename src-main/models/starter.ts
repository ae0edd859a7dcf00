import fs from 'node:fs'
import path from 'node:path'
import type { Quantization } from '@contract/models'
import { AppError } from '../app-error'
import type { Registration } from './repository'

/** What ships with the app, by the name of its file. */
const SHIPPED: readonly {
  file: RegExp
  name: string
  licence: string
  quantization: Quantization
}[] = [
  {
    file: /^SmolLM2-135M-Instruct-Q4_1\.gguf$/i,
    name: 'SmolLM2 135M Instruct',
    licence: 'Apache-2.0',
    quantization: 'Q4_1'
  }
]

/** The starter model in the app's resources; null when this build came without one. */
export function findStarter(resourcesDir: string): Registration | null {
  const dir = path.join(resourcesDir, 'fetched', 'models')
  const files = fs.existsSync(dir) ? fs.readdirSync(dir).sort() : []
  for (const { file, ...model } of SHIPPED) {
    const found = files.find((name) => file.test(name))
    if (found === undefined) continue
    return {
      ...model,
      kind: 'base',
      parentId: null,
      runId: null,
      path: path.join(dir, found),
      canaryAgrees: null
    }
  }
  return null
}

export const starterMissing = (): AppError =>
  new AppError({
    code: 'engine_no_model',
    message: 'There is no base model to train: the starter model is missing from the app.',
    remedy: { text: 'Install Understudy again to get its starter model.' }
  })
