import fs from 'node:fs'
import type { Handlers } from '@contract/calls'
import { AppError } from '../app-error'
import type { JobRunner } from '../jobs/runner'
import { claimFolder } from './export-folder'
import type { ExportOptions } from './export-input'
import { exportJob } from './export-job'
import { llamaLibraryDir } from './llama-library'
import { converterDir } from './trainer-steps'

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

function assertConverter(resourcesDir: string): void {
  const dir = converterDir(resourcesDir)
  if (fs.existsSync(dir)) return
  throw new AppError({
    code: 'export_failed',
    message: 'The GGUF converter is missing from the app, so nothing was exported or changed.',
    remedy: { text: 'Install Understudy again to get its converter.' },
    detail: dir
  })
}

const notAnAdapter = (name: string): AppError =>
  new AppError({
    code: 'invalid_input',
    message: `“${name}” is not an adapter, so there is nothing to merge.`,
    remedy: { text: 'Choose the adapter that a run has made.' }
  })

const adapterGone = ({ name, path }: { name: string; path: string }): AppError =>
  new AppError({
    code: 'not_found',
    message: `The adapter of “${name}” is no longer at ${path}, so it cannot be exported. Nothing was changed.`,
    remedy: { text: 'Put its folder back in its place, or train it again.' }
  })
