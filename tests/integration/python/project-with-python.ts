import path from 'node:path'
import { onTestFinished } from 'vitest'
import { JobRunner } from '../../../src-main/jobs/runner'
import { createPython, type Python } from '../../../src-main/python/python'
import { openTestProject, temporaryFolder } from '../../fixtures/project'

const root = path.resolve(import.meta.dirname, '../../..')

/** The app's own copies, which `npm test` prepares. */
export const places = {
  uv: path.join(root, 'resources/fetched/uv/uv'),
  trainerDir: path.join(root, 'python-env')
}

/** A project with the Python service over a data folder of its own. */
export async function projectWithPython({
  env,
  uv = places.uv,
  dataDir = temporaryFolder()
}: {
  env?: NodeJS.ProcessEnv
  uv?: string
  dataDir?: string
} = {}) {
  const { db, events, projectDir } = await openTestProject()
  const jobs = new JobRunner({ db, events, logsDir: path.join(projectDir, 'logs') })
  const python: Python = createPython({
    jobs,
    events,
    dataDir,
    trainerDir: places.trainerDir,
    uv,
    ...(env && { env })
  })
  onTestFinished(() => jobs.close())
  const build = async () => jobs.finished((await python.build()).id)
  return { db, events, jobs, python, dataDir, projectDir, build }
}
