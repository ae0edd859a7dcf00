import path from 'node:path'
import { onTestFinished } from 'vitest'
import { JobRunner } from '../../../src-main/jobs/runner'
import { memorySecrets, type Secrets } from '../../../src-main/secrets'
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
  trainerDir = places.trainerDir,
  secrets = memorySecrets(),
  dataDir = temporaryFolder()
}: {
  env?: NodeJS.ProcessEnv
  uv?: string
  trainerDir?: string
  secrets?: Secrets
  dataDir?: string
} = {}) {
  const { db, events, projectDir } = await openTestProject()
  const jobs = new JobRunner({ db, events, logsDir: path.join(projectDir, 'logs') })
  const python: Python = createPython({
    jobs,
    events,
    dataDir,
    trainerDir,
    uv,
    secrets,
    ...(env && { env })
  })
  onTestFinished(() => jobs.close())
  const build = async (input: Parameters<Python['build']>[0] = {}) =>
    jobs.finished((await python.build(input)).id)
  return { db, events, jobs, python, dataDir, projectDir, build }
}
