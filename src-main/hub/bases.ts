import fs from 'node:fs'
import path from 'node:path'
import type { Handlers } from '@contract/calls'
import type { BaseState, HubBase } from '@contract/hub'
import type { Model } from '@contract/models'
import { AppError } from '../app-error'
import { newId } from '../database/ids'
import type { Database } from '../database/schema'
import type { Events } from '../events'
import { listJobs } from '../jobs/repository'
import type { JobRunner } from '../jobs/runner'
import { onStatusChange } from '../jobs/status-changes'
import { freeBytesOnDisk, type FreeBytes } from '../models/disk-space'
import type { Models } from '../models/models'
import type { Python } from '../python/python'
import type { Secrets } from '../secrets'
import { catalogue } from './catalogue'
import { checkPath } from './check-path'
import { downloadJob, DownloadInput } from './download-job'
import { fitOf, machineOf, type Machine } from './fits'
import { importJob, registrationOf } from './import-job'
import { listOwnBases, removeBase } from './own-bases'
import type { Wait } from './patience'
import { createHubAccess, type HubAccess } from './settings'
import { repositoriesOn, shelfOf } from './shelf'
import { openHub, type HubProxy } from './transport'

export type HubServiceOptions = {
  db: Database
  events: Events
  jobs: JobRunner
  models: Models
  python: Pick<Python, 'status'>
  secrets: Secrets
  /** As it is set for everything that this app fetches. */
  proxy: () => Promise<HubProxy>
  /** Of this machine: downloads are shared by all projects. */
  dataDir: string
  resourcesDir: string
  freeBytes?: FreeBytes
  wait?: Wait
}

type HubCall = Extract<keyof Handlers, `hub.${string}` | `bases.${string}`>

const JOBS_LOOKED_AT = 200

/** Base models: what is here, what can be fetched or brought along, and what fits this machine. */
export function hubHandlers(options: HubServiceOptions): Pick<Handlers, HubCall> {
  const { db, events, jobs, models, dataDir, freeBytes = freeBytesOnDisk } = options
  const access = createHubAccess(options)
  const download = downloadJob({
    ...options,
    openHub: async () =>
      openHub({
        address: await access.address(),
        token: await access.token(),
        proxy: await options.proxy()
      })
  })
  const copy = importJob(options)
  onStatusChange(events, 'download-base', () => events.changed('hub'))
  jobs.define(download)
  jobs.define(copy)
  const machine = async (): Promise<Machine> => machineOf((await options.python.status()).probe)
  const ownOptions = { ...options, listModels: models.list }

  return {
    'hub.settings': () => access.settings(),
    'hub.update': async (change) => {
      const settings = await access.update(change)
      events.changed('hub')
      return settings
    },
    'bases.list': async () => listOwnBases(ownOptions, await machine()),
    'bases.catalogue': async () => ({
      bases: await listHubBases({ options, access, machine: await machine() }),
      freeBytes: await freeBytes(nearest(dataDir))
    }),
    'bases.download': async ({ repository, revision }) => {
      const running = (await latestJobs(db)).get(repository)
      if (running && ['queued', 'running'].includes((await jobs.get(running)).state.status)) {
        return { jobId: running }
      }
      const known = catalogue.find((base) => base.repository === repository)
      const name = known?.name ?? repository.split('/')[1] ?? repository
      const job = await jobs.start(download, {
        title: `Download ${name}`,
        subjectId: null,
        input: { repository, revision, name, licence: known?.licence.name ?? null }
      })
      events.changed('hub')
      return { jobId: job.id }
    },
    'bases.discard': async ({ repository }) => {
      const running = (await latestJobs(db)).get(repository)
      if (running && ['queued', 'running'].includes((await jobs.get(running)).state.status)) {
        throw atWork(repository)
      }
      shelfOf(dataDir, repository).discard()
      events.changed('hub')
      return {}
    },
    'bases.check': async ({ path: chosen }) => checkPath(chosen, await machine()),
    'bases.import': async ({ path: chosen, name, how }) => {
      const check = await checkPath(chosen, await machine())
      if (check.problems.length > 0) throw notUsable(check.problems)
      if (how === 'inPlace') {
        const model = await models.register(registrationOf({ source: chosen, name }, chosen))
        return { done: true, model }
      }
      const id = newId()
      const job = await jobs.start(copy, {
        title: `Copy ${name}`,
        subjectId: null,
        input: { source: chosen, kind: check.kind, name, folder: id },
        id
      })
      return { done: false, jobId: job.id }
    },
    'bases.remove': async ({ id }) => {
      await removeBase(ownOptions, id)
      events.changed('models')
      return {}
    }
  }
}

/** The catalogue, and behind it what else was begun or fetched on this machine. */
async function listHubBases({
  options: { db, dataDir, models },
  access,
  machine
}: {
  options: HubServiceOptions
  access: HubAccess
  machine: Machine
}): Promise<HubBase[]> {
  const address = await access.address()
  const own = await models.list()
  const jobIds = await latestJobs(db)
  const listed = new Set(catalogue.map(({ repository }) => repository))
  const others = [...new Set([...repositoriesOn(dataDir), ...jobIds.keys()])].filter(
    (repository) => !listed.has(repository)
  )
  const common = (
    repository: string
  ): Pick<HubBase, 'repository' | 'page' | 'state' | 'jobId'> => ({
    repository,
    page: `${address}/${repository}`,
    state: stateOf({ dataDir, repository, own }),
    jobId: jobIds.get(repository) ?? null
  })
  return [
    ...catalogue.map(({ repository, name, shape, ...facts }) => ({
      ...common(repository),
      name,
      facts,
      fit: fitOf(shape, machine)
    })),
    ...others.map((repository) => ({
      ...common(repository),
      name: repository.split('/')[1] ?? repository,
      facts: null,
      fit: null
    }))
  ].filter(
    ({ facts, state, jobId }) => facts !== null || state.state !== 'absent' || jobId !== null
  )
}

function stateOf({
  dataDir,
  repository,
  own
}: {
  dataDir: string
  repository: string
  own: readonly Model[]
}): BaseState {
  const added = own.find(
    ({ kind, missing, origin }) => kind === 'base' && !missing && origin?.repository === repository
  )
  if (added) return { state: 'added', modelId: added.id }
  const shelf = shelfOf(dataDir, repository)
  if (shelf.whole()) return { state: 'onMachine' }
  const begun = shelf.begun()
  return begun ? { state: 'partial', ...begun } : { state: 'absent' }
}

/** The newest download job of each repository. */
async function latestJobs(db: Database): Promise<Map<string, string>> {
  const latest = new Map<string, string>()
  for (const { id, kind, input } of await listJobs(db, JOBS_LOOKED_AT)) {
    const parsed = kind === 'download-base' ? DownloadInput.safeParse(input).data : undefined
    if (parsed && !latest.has(parsed.repository)) latest.set(parsed.repository, id)
  }
  return latest
}

const nearest = (dir: string): string =>
  fs.existsSync(dir) || path.dirname(dir) === dir ? dir : nearest(path.dirname(dir))

const atWork = (repository: string): AppError =>
  new AppError({
    code: 'conflict',
    message: `${repository} is being fetched, so nothing was discarded.`,
    remedy: { text: 'Stop the download first.' }
  })

const notUsable = (problems: readonly string[]): AppError =>
  new AppError({
    code: 'model_unreadable',
    message: `It was not added. ${problems.join(' ')}`,
    remedy: { text: 'Correct what is named here, or choose another model.' }
  })
