import path from 'node:path'
import { onTestFinished } from 'vitest'
import { createClient } from '../../../src-main/client'
import { hubHandlers } from '../../../src-main/hub/bases'
import { jobHandlers } from '../../../src-main/jobs/handlers'
import { JobRunner } from '../../../src-main/jobs/runner'
import type { HubProxy } from '../../../src-main/hub/transport'
import { createModels } from '../../../src-main/models/models'
import { memorySecrets } from '../../../src-main/secrets'
import type { HubDouble } from '../../fixtures/hub/hub-double'
import { openTestProject, temporaryFolder } from '../../fixtures/project'

/** A project whose hub is the double, with a data folder of its own; nothing waits between attempts. */
export async function hubProject(
  hub: Pick<HubDouble, 'url'>,
  {
    dataDir = temporaryFolder(),
    freeBytes = 1e12,
    proxy = { url: '', user: '', password: null }
  }: { dataDir?: string; freeBytes?: number; proxy?: HubProxy } = {}
) {
  const project = await openTestProject()
  const secrets = memorySecrets()
  const waits: number[] = []
  const resourcesDir = path.resolve(import.meta.dirname, '../../../resources')
  const models = createModels({ ...project, resourcesDir })

  /** The services as a fresh start of the app makes them, over the same project. */
  const open = () => {
    const jobs = new JobRunner({ ...project, logsDir: path.join(project.projectDir, 'logs') })
    onTestFinished(() => jobs.close())
    const handlers = {
      ...jobHandlers(jobs),
      ...hubHandlers({
        ...project,
        jobs,
        models,
        secrets,
        dataDir,
        resourcesDir,
        python: { status: async () => ({ state: 'absent', path: '', checks: [], probe: null }) },
        proxy: async () => proxy,
        freeBytes: async () => freeBytes,
        wait: async (ms) => {
          waits.push(ms)
        }
      })
    }
    return { jobs, call: createClient(handlers) }
  }
  const opened = open()
  await opened.call('hub.update', { address: hub.url })
  const download = async (repository: string, revision?: string) => {
    const { jobId } = await opened.call('bases.download', {
      repository,
      ...(revision !== undefined && { revision })
    })
    return opened.jobs.finished(jobId)
  }
  const find = async (repository: string, call = opened.call) =>
    (await call('bases.catalogue', {})).bases.find((base) => base.repository === repository)
  return { ...project, ...opened, open, models, dataDir, waits, download, find }
}
