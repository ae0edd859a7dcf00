import { createEvents } from '../../../src-main/events'
import { openDatabase } from '../../../src-main/database/connection'
import { createModels, type Models } from '../../../src-main/models/models'
import { composeExports, places, startHost } from './compose-exports'

/**
 * A start of the app that takes up one export; it says each step as it begins it. Of the steps that
 * are over at once the one it is to be killed at does not end.
 */
export async function takeUp({
  projectDir,
  dataDir,
  jobId,
  step: held
}: {
  projectDir: string
  dataDir: string
  jobId: string
  step: string
}): Promise<void> {
  const db = await openDatabase(projectDir)
  const events = createEvents()
  const { greedy, inspect } = startHost()
  const freeBytes = async (): Promise<number> => 1e12
  const { resourcesDir } = places
  const { jobs } = composeExports({
    ...{ db, events, projectDir, dataDir, greedy, inspect, freeBytes },
    models: holding(createModels({ db, events, projectDir, resourcesDir }), held)
  })
  const said = new Set<string>()
  events.listen(() => {
    void jobs.get(jobId).then(({ steps, state }) => {
      const step = state.status === 'running' ? steps[state.step]?.name : undefined
      if (step === undefined || said.has(step)) return
      said.add(step)
      process.stdout.write(`${step}\n`)
    })
  })
  await jobs.recover()
  const { state } = await jobs.get(jobId)
  if (['failed', 'cancelled', 'interrupted'].includes(state.status)) await jobs.retry(jobId)
  await jobs.finished(jobId)
}

/** Before the plan of `base` is written; after the first of two rows; before the f16 file is gone. */
function holding(models: Models, step: string): Models {
  const forever = (): Promise<never> =>
    new Promise(() => {
      setInterval(() => undefined, 1000)
    })
  let registered = 0
  const register: Models['register'] = async (model) => {
    const row = await models.register(model)
    registered += 1
    return step === 'register' ? forever() : row
  }
  return {
    ...models,
    register,
    baseModel: step === 'base' ? forever : models.baseModel,
    list: () => (step === 'tidy' && registered > 0 ? forever() : models.list())
  }
}
