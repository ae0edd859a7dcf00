import fs from 'node:fs'
import type { Model } from '@contract/models'
import type { StepContext } from '../jobs/definition'
import { assertSpace, freeBytesOnDisk } from '../models/disk-space'
import { sizeOnDisk } from '../models/size'
import { ggufOfBase } from '../models/tryable'
import { runCommand } from '../training/trainer-command'
import { converterDir } from './converter'
import { claimFolder, exportFolder, tryFolder } from './export-folder'
import { llamaLibraryDir } from './llama-library'
import type { TryOptions } from './try-options'

/** f16 first, then half of it; the first goes when the second is there. */
const SHARE_OF_BASE = 1.55

/** Whether the engine has something to lay this adapter over. */
export async function hasEngineBase({ models }: TryOptions, adapterId: string): Promise<boolean> {
  return ggufOfBase(await models.get(adapterId), await models.list()) !== null
}

/**
 * A base that came as a folder becomes a GGUF file, once for all its adapters: the engine reads
 * nothing else. Q8_0 is as good as the folder to the eye, at half its size.
 *
 * @throws AppError `disk_full` before anything is written, else as `runCommand`
 */
export async function makeEngineBase(
  options: TryOptions,
  context: StepContext<{ adapterId: string }>,
  base: Model
): Promise<void> {
  const { projectDir, models, resourcesDir, threads } = options
  const runDir = tryFolder(projectDir, context.input.adapterId)
  const adapterId = base.id
  const { gguf } = exportFolder(projectDir, {
    adapterId,
    name: claimFolder(projectDir, { adapterId, name: base.name })
  })
  const bytes = ((await sizeOnDisk(base.path)) ?? 0) * SHARE_OF_BASE
  await assertSpace({
    doing: `Making “${base.name}” ready for the engine`,
    dir: projectDir,
    bytes,
    freeBytes: freeBytesOnDisk
  })
  if (!fs.existsSync(gguf('F16')) && !fs.existsSync(gguf('Q8_0'))) {
    await runCommand({
      options,
      context,
      job: {
        command: 'convert',
        runDir,
        stage: 'convert-base',
        model: base.path,
        converterDir: converterDir(resourcesDir),
        output: gguf('F16')
      }
    })
  }
  if (!fs.existsSync(gguf('Q8_0'))) {
    await runCommand({
      options,
      context,
      job: {
        command: 'quantize',
        runDir,
        threads,
        stage: 'quantize-base',
        source: gguf('F16'),
        libraryDir: llamaLibraryDir(),
        quantization: 'Q8_0',
        output: gguf('Q8_0')
      }
    })
  }
  fs.rmSync(gguf('F16'), { force: true })
  await models.register({
    kind: 'gguf',
    name: base.name,
    parentId: base.id,
    runId: null,
    path: gguf('Q8_0'),
    quantization: 'Q8_0',
    licence: base.licence,
    canaryAgrees: null
  })
}
