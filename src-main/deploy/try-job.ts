import { Id } from '@contract/common'
import { z } from 'zod'
import type { JobDefinition } from '../jobs/definition'
import { adapterFile, isPrepared } from '../models/tryable'
import { prepareBase, runCommand } from '../training/trainer-command'
import { trainerCanBeTakenUp } from '../training/trainer-process'
import { converterDir } from './converter'
import { tryFolder } from './export-folder'
import { hasEngineBase, makeEngineBase } from './try-base'
import type { TryOptions } from './try-options'

const TryInput = z.object({ adapterId: Id })
type TryInput = z.infer<typeof TryInput>

/** Writes an adapter's GGUF file, so that the engine can lay it over its base without an export. */
export function tryJob(options: TryOptions): JobDefinition<TryInput> {
  const { projectDir, models, resourcesDir, changed } = options
  return {
    kind: 'prepare-try',
    // Not behind the training: this takes seconds, and what trains now is another adapter.
    lane: 'python',
    input: TryInput,
    steps: () => [
      {
        name: 'base',
        title: 'Find the base model',
        weight: 3,
        done: ({ adapterId }) => hasEngineBase(options, adapterId),
        run: async (context) => {
          const { parentId } = await models.get(context.input.adapterId)
          // What is gone is said here; a GGUF file that is there needs no step.
          const { id } = await models.baseModel(parentId ?? (await models.defaultBaseModelId()))
          await makeEngineBase(options, context, await models.get(id))
        }
      },
      {
        name: 'adapter',
        title: 'Write the adapter as a file of its own',
        done: async ({ adapterId }) => isPrepared((await models.get(adapterId)).path),
        run: async (context) => {
          const { adapterId } = context.input
          const runDir = tryFolder(projectDir, adapterId)
          const { path: adapter, parentId } = await models.get(adapterId)
          const base = await models.baseModel(parentId ?? (await models.defaultBaseModelId()))
          await runCommand({
            options,
            context,
            job: {
              command: 'convert-adapter',
              stage: 'convert-adapter',
              runDir,
              baseModel: await prepareBase({ options, context, base, runDir }),
              adapter,
              converterDir: converterDir(resourcesDir),
              output: adapterFile(adapter)
            }
          })
          changed()
        }
      }
    ],
    survives: ({ adapterId }) => trainerCanBeTakenUp(tryFolder(projectDir, adapterId)),
    finished: async ({ adapterId }) =>
      `“${(await models.get(adapterId)).name}” can be tried on its base model.`
  }
}
