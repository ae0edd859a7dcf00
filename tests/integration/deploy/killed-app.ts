import fs from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { RunData } from '@contract/training'
import { newId } from '../../../src-main/database/ids'
import { openDatabase } from '../../../src-main/database/connection'
import { createEvents } from '../../../src-main/events'
import { createEmbeddedEngine } from '../../../src-main/generation/embedded/client'
import { forkHost } from '../../../src-main/generation/embedded/fork-host'
import type { JobDefinition } from '../../../src-main/jobs/definition'
import type { JobRunner } from '../../../src-main/jobs/runner'
import type { Models } from '../../../src-main/models/models'
import { insertRun, updateRun } from '../../../src-main/training/repository'
import { composeDeployed } from './delivering'

/**
 * `killed-app SETTINGS`: an app that brings a run into LM Studio and says which step it is at, to be
 * killed there. The run and the export are short ones that make the file they are told; all the rest
 * is as in the app.
 */
const Settings = z.object({
  projectDir: z.string(),
  userHome: z.string(),
  url: z.string(),
  root: z.string(),
  host: z.string(),
  /** The file that comes of the export. */
  file: z.string(),
  /** Goes on with this one; begins one when null. */
  deploymentId: z.string().nullable(),
  /** The step that does not end by itself. */
  hold: z.string()
})
const settings = Settings.parse(JSON.parse(process.argv[2] ?? ''))
const { projectDir, userHome, url, hold, file } = settings

const events = createEvents()
const db = await openDatabase(projectDir)
const engine = createEmbeddedEngine({
  spawn: () => forkHost(settings.host),
  threads: 1,
  gpu: false,
  maxModels: 3
})

const tell = (word: string, rest: string): void => {
  process.stdout.write(`${word} ${rest}\n`)
}
const held = (step: string): Promise<void> =>
  step === hold ? new Promise(() => setInterval(() => undefined, 1000)) : Promise.resolve()

const Adapter = z.object({ adapterId: z.string(), runId: z.string() })

function exportOf(jobs: JobRunner, models: Models) {
  const made = path.join(projectDir, 'models', 'calm-v1', 'calm-v1-Q4_K_M.gguf')
  const definition: JobDefinition<{ adapterId: string }> = {
    kind: 'export',
    lane: 'training',
    input: z.object({ adapterId: z.string() }),
    steps: () => [
      { name: 'merge', title: 'Merge', run: () => held('merge') },
      {
        name: 'convert',
        title: 'Convert',
        run: async ({ input }) => {
          await held('convert')
          fs.mkdirSync(path.dirname(made), { recursive: true })
          fs.copyFileSync(file, made)
          await models.register({
            kind: 'gguf',
            name: 'calm v1',
            parentId: input.adapterId,
            runId: null,
            path: made,
            quantization: 'Q4_K_M',
            licence: null,
            canaryAgrees: true
          })
        }
      }
    ],
    finished: () => 'Exported'
  }
  jobs.define(definition)
  return async ({ adapterId }: { adapterId: string }) => {
    const job = await jobs.start(definition, {
      title: 'Export',
      subjectId: null,
      input: { adapterId }
    })
    return { jobId: job.id }
  }
}

const { call, jobs, models } = await composeDeployed({
  root: settings.root,
  project: { projectDir, db, events },
  engine,
  userHome,
  url,
  startExport: exportOf
})

const training: JobDefinition<z.infer<typeof Adapter>> = {
  kind: 'train',
  lane: 'training',
  input: Adapter,
  steps: () => [
    {
      name: 'sft',
      title: 'Train',
      run: async ({ input: { runId } }) => {
        await held('train')
        const folder = path.join(projectDir, 'runs', runId, 'adapter')
        fs.mkdirSync(folder, { recursive: true })
        const parentId = await models.defaultBaseModelId()
        const adapter = await models.register({
          kind: 'adapter',
          name: 'calm v1',
          parentId,
          runId,
          path: folder,
          quantization: null,
          licence: null,
          canaryAgrees: null
        })
        await updateRun(db, runId, { adapterId: adapter.id })
      }
    }
  ],
  finished: () => 'Trained'
}
jobs.define(training)
await jobs.recover()

async function begin(): Promise<string> {
  const [runId, baseModelId] = [newId(), await models.defaultBaseModelId()]
  const input = { runId, adapterId: '' }
  const job = await jobs.start(training, { title: 'Train', subjectId: runId, input })
  const data = RunData.parse({ rankings: 0, edits: 0, pairs: 0, sftRows: 0, heldOutTopics: 0 })
  const run = { id: runId, name: 'calm v1', personaId: null, preset: 'recommended' as const, data }
  await insertRun(db, { ...run, baseModelId, jobId: job.id })
  return (await call('deployments.start', { source: { from: 'run', runId } })).id
}

const id = settings.deploymentId ?? (await begin())
tell('id', id)
if (settings.deploymentId !== null) await call('deployments.retry', { id })
let last = ''
for (;;) {
  const { state, steps } = await call('deployments.get', { id })
  const now = steps.find((step) => step.state === 'now')?.name ?? last
  if (now !== last) tell('step', now)
  last = now
  if (state.status !== 'queued' && state.status !== 'running') {
    tell('ended', JSON.stringify(state))
    break
  }
  await new Promise((resolve) => setTimeout(resolve, 10))
}
await jobs.close()
await engine.close()
await db.destroy()
