import type { Handlers } from '@contract/calls'
import type { JobRunner } from '../jobs/runner'
import { adapterGone, notAnAdapter } from './adapter-errors'
import { assertConverter } from './converter'
import { tryJob } from './try-job'
import type { TryOptions } from './try-options'

/** An adapter tried in seconds, on its base in the embedded engine. */
export function tryHandlers({
  jobs,
  ...options
}: TryOptions & { jobs: JobRunner }): Pick<Handlers, 'models.prepareTry'> {
  const { models, python, resourcesDir } = options
  const definition = tryJob(options)
  jobs.define(definition)
  return {
    'models.prepareTry': async ({ adapterId }) => {
      const adapter = await models.get(adapterId)
      if (adapter.kind !== 'adapter') throw notAnAdapter(adapter.name)
      if (adapter.missing) throw adapterGone(adapter)
      assertConverter(resourcesDir)
      await python.pythonPath()
      const job = await jobs.start(definition, {
        title: `Prepare ${adapter.name} to be tried`,
        subjectId: adapterId,
        input: { adapterId }
      })
      return { jobId: job.id }
    }
  }
}
