import { createEvents } from '../../../src-main/events'
import { openDatabase } from '../../../src-main/database/connection'
import { composeExports, startHost } from './compose-exports'

/** A start of the app that takes up one export; it says each step as it begins it. */
export async function takeUp({
  projectDir,
  dataDir,
  jobId
}: {
  projectDir: string
  dataDir: string
  jobId: string
}): Promise<void> {
  const db = await openDatabase(projectDir)
  const events = createEvents()
  const { greedy, inspect } = startHost()
  const freeBytes = async (): Promise<number> => 1e12
  const { jobs } = composeExports({ db, events, projectDir, dataDir, greedy, inspect, freeBytes })
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
