import type { Handlers } from '@contract/calls'
import type { JobRunner } from '../jobs/runner'
import { adapterGone, notAnAdapter } from './adapter-errors'
import { assertConverter } from './converter'
import { claimFolder } from './export-folder'
import type { ExportOptions } from './export-input'
import { exportJob } from './export-job'
import { llamaLibraryDir } from './llama-library'
import { sweepStaged } from './staged'

export type Exports = {
  /**
   * Starts the export of an adapter and answers at once.
   * @throws AppError `not_found`, `invalid_input`, `export_failed`, `python_missing`, `python_broken`
   */
  start: Handlers['models.export']
}

/** From an adapter to a GGUF file that is proved to answer like it. */
export function createExports({ jobs, ...options }: ExportOptions & { jobs: JobRunner }): Exports {
  const definition = exportJob(options)
  jobs.define(definition)
  sweepStaged(options.projectDir)
  return {
    start: async ({ adapterId, quantizations: asked }) => {
      const { models, projectDir, resourcesDir, python } = options
      const adapter = await models.get(adapterId)
      if (adapter.kind !== 'adapter') throw notAnAdapter(adapter.name)
      if (adapter.missing) throw adapterGone(adapter)
      const quantizations = [...new Set(asked)]
      // All that can be known to be missing is said now, and not after minutes of work.
      if (quantizations.some((quantization) => quantization !== 'F16')) llamaLibraryDir()
      assertConverter(resourcesDir)
      await python.pythonPath()
      const name = claimFolder(projectDir, { adapterId, name: adapter.name })
      const job = await jobs.start(definition, {
        title: `Export ${adapter.name}`,
        subjectId: adapterId,
        input: { adapterId, name, quantizations }
      })
      return { jobId: job.id }
    }
  }
}
