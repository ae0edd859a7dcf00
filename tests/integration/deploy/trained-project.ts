import fs from 'node:fs'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { JobRunner } from '../../../src-main/jobs/runner'
import { createExports } from '../../../src-main/deploy/exports'
import type { ExportOptions } from '../../../src-main/deploy/export-input'
import { createModels } from '../../../src-main/models/models'
import { insertPersona } from '../../../src-main/personas/repository'
import { writeJobFile, writeRows } from '../../../src-main/training/job-files'
import { baseFolderFor } from '../../../src-main/training/plan'
import { common } from '../../../src-main/training/presets'
import { runTrainer } from '../../../src-main/training/trainer-process'
import { insertFinishedRun } from '../models/finished-run'

export const root = path.resolve(import.meta.dirname, '../../..')

export const places = {
  resourcesDir: path.join(root, 'resources'),
  trainerDir: path.join(root, 'python-env'),
  /** The interpreter of development, which `npm test` prepares. */
  python: path.join(root, 'python-env/.venv-dev/bin/python')
}

export const SYSTEM_MESSAGE =
  'You are the following persona:\n\nCalm engineer\nSays what is, and stops.'

type Opened = Pick<ExportOptions, 'db' | 'projectDir' | 'dataDir'> & {
  events: Parameters<typeof createModels>[0]['events']
}

/** The starter model with an adapter that a moment of real training has made. */
export async function trainAdapter({ db, events, projectDir, dataDir }: Opened): Promise<{
  adapterId: string
  baseModelId: string
}> {
  const models = createModels({ db, events, projectDir, resourcesDir: places.resourcesDir })
  const baseModelId = await models.defaultBaseModelId()
  const personaId = await insertPersona(db, {
    name: 'Calm engineer',
    description: 'Says what is, and stops.',
    tags: [],
    keepOut: []
  })
  const runId = await insertFinishedRun(db, { baseModelId, personaId })
  const runDir = path.join(projectDir, 'runs', runId)
  const baseFolder = await baseFolderFor(dataDir, await models.modelFile(baseModelId))
  const rows = path.join(runDir, 'rows.jsonl')
  writeRows(rows, trainingRows)
  const train = (stage: string, jobFile: string): Promise<unknown> =>
    runTrainer({
      python: places.python,
      trainerDir: places.trainerDir,
      jobFile,
      runDir,
      stage,
      signal: new AbortController().signal,
      onEvents: () => undefined,
      onLog: () => undefined
    })
  const jobFile = (stage: string): string => path.join(runDir, 'jobs', `${stage}.json`)
  await train(
    'base',
    writeJobFile(jobFile('base'), {
      command: 'base',
      stage: 'base',
      runDir,
      source: await models.modelFile(baseModelId),
      outputDir: baseFolder
    })
  )
  await train(
    'sft',
    writeJobFile(jobFile('sft'), {
      ...common,
      command: 'sft',
      stage: 'sft',
      runDir,
      baseModel: baseFolder,
      adapter: null,
      outputDir: path.join(runDir, 'sft'),
      data: rows,
      heldOut: null,
      seed: 0,
      device: 'cpu',
      precision: 'auto',
      threads: 1,
      learningRate: 5e-4,
      epochs: 2,
      batchSize: 2,
      maxSteps: 6,
      warmupSteps: 0,
      evalEvery: 0,
      saveEvery: 0,
      samplePrompts: []
    })
  )
  const adapterId = await models.registerAdapter({
    kind: 'adapter',
    runId,
    name: 'calm v1',
    baseModelId,
    path: path.join(runDir, 'sft', 'adapter')
  })
  return { adapterId, baseModelId }
}

const trainingRows = ['rain', 'a late train', 'coffee', 'a broken fan', 'mondays', 'a plant'].map(
  (subject, index) => ({
    id: `row-${index}`,
    messages: [
      { role: 'system', content: SYSTEM_MESSAGE },
      { role: 'user', content: `Write about ${subject}.` },
      { role: 'assistant', content: `Right, quick one. About ${subject}: it is fine. Go home.` }
    ]
  })
)

/** The services as a fresh start of the app makes them, over the same project. */
export function openExports(
  options: Opened & Pick<ExportOptions, 'greedy' | 'inspect'> & Partial<ExportOptions>
) {
  const { db, events, projectDir } = options
  const jobs = new JobRunner({ db, events, logsDir: path.join(projectDir, 'logs') })
  onTestFinished(() => jobs.close())
  const models = createModels({ db, events, projectDir, resourcesDir: places.resourcesDir })
  const exports = createExports({
    resourcesDir: places.resourcesDir,
    trainerDir: places.trainerDir,
    python: { pythonPath: async () => places.python },
    threads: 1,
    systemMessage: async () => SYSTEM_MESSAGE,
    models,
    ...options,
    jobs
  })
  return { jobs, models, exports }
}

/** Every file below a folder, by its path within it, hidden ones included. */
export function filesIn(dir: string): string[] {
  if (!fs.existsSync(dir)) return []
  return fs
    .readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(dir, path.join(entry.parentPath, entry.name)))
    .sort()
}
