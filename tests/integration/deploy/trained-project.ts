import fs from 'node:fs'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { createModels } from '../../../src-main/models/models'
import { insertPersona } from '../../../src-main/personas/repository'
import { writeJobFile, writeRows } from '../../../src-main/training/job-files'
import { baseFolderFor, isBaseFolder } from '../../../src-main/training/plan'
import { common } from '../../../src-main/training/presets'
import { runTrainer } from '../../../src-main/training/trainer-process'
import { insertFinishedRun } from '../models/finished-run'
import { composeExports, places, SYSTEM_MESSAGE, type Opened } from './compose-exports'

export { places, root, SYSTEM_MESSAGE } from './compose-exports'

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
  if (!isBaseFolder(baseFolder)) {
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
  }
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

/** The services as a fresh start of the app makes them, closed when the test is over. */
export function openExports(
  options: Parameters<typeof composeExports>[0]
): ReturnType<typeof composeExports> {
  const composed = composeExports(options)
  onTestFinished(() => composed.jobs.close())
  return composed
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
