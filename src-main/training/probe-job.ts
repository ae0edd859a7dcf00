import fs from 'node:fs'
import path from 'node:path'
import { Id } from '@contract/common'
import { RunSettings, type Stage } from '@contract/run-settings'
import type { TrainerEvent } from '@contract/trainer-events'
import type { ProbeResult, RunChoices } from '@contract/training'
import { z } from 'zod'
import { newId } from '../database/ids'
import { buildTrainingRows } from '../datasets/training-rows'
import type { JobDefinition } from '../jobs/definition'
import type { JobRunner } from '../jobs/runner'
import { readJobFile } from './job-files'
import { learnableRows, nothingToLearn, tooLittle } from './learnable'
import { writePlan } from './plan'
import { saveProbe } from './probes'
import { longestRow } from './row-tokens'
import { runFolder, type RunFolder } from './run-folder'
import { resolveRun } from './start-run'
import type { TrainingOptions } from './training-options'
import { prepareBase, runCommand } from './trainer-command'
import { trainerCanBeTakenUp, trainerIsAlive } from './trainer-process'

const PROBE_STEPS = 20

const ProbeInput = z.object({
  folder: Id,
  personaId: Id.nullable(),
  baseModelId: Id,
  settings: RunSettings
})
type ProbeInput = z.infer<typeof ProbeInput>

/** Trains 20 steps of the run's heaviest stage on its real rows, and throws what it learned away. */
export function probeJob(options: TrainingOptions): JobDefinition<ProbeInput> {
  const { db, projectDir, threads, baseModel } = options
  return {
    kind: 'probe',
    lane: 'training',
    input: ProbeInput,
    steps: () => [
      {
        name: 'probe',
        title: `Measure ${String(PROBE_STEPS)} steps`,
        run: async (context) => {
          const { folder: id, personaId, baseModelId, settings } = context.input
          const stage = heaviest(settings)
          const folder = folderOf(projectDir, id)
          // One that outlived the app is taken up instead.
          if (!trainerIsAlive(folder.dir)) fs.rmSync(folder.dir, { recursive: true, force: true })
          try {
            const rows = learnableRows(await buildTrainingRows(db, { personaId }), settings)
            const base = await baseModel(baseModelId)
            const baseFolder = await prepareBase({ options, context, base, runDir: folder.dir })
            const short = shortened(settings, stage)
            writePlan({ folder, rows, settings: short, base, baseFolder, adapter: null, threads })
            const events: TrainerEvent[] = []
            const job = readJobFile(folder.jobFile(stage))
            await runCommand({ options, context, job, onEvents: (news) => events.push(...news) })
            const result = { ...measured(events), rowTokens: longestRow(rows, short) }
            await saveProbe(db, { baseModelId, stage, settings, result })
          } finally {
            // A trainer that goes on while the app closes is taken up again, and needs its folder.
            if (context.signal.reason !== 'closing') {
              fs.rmSync(folder.dir, { recursive: true, force: true })
            }
          }
        }
      }
    ],
    survives: ({ folder }) => trainerCanBeTakenUp(folderOf(projectDir, folder).dir),
    finished: () => 'Speed and memory are measured; the estimate now follows them.'
  }
}

const folderOf = (projectDir: string, id: string): RunFolder =>
  runFolder(path.join(projectDir, 'probes'), id)

/** @throws AppError as a run's start does */
export async function startProbe({
  choices,
  options,
  jobs,
  definition,
  defaultBaseModelId
}: {
  choices: RunChoices
  options: TrainingOptions
  jobs: JobRunner
  definition: JobDefinition<ProbeInput>
  defaultBaseModelId: () => Promise<string>
}): Promise<{ jobId: string }> {
  const { rows, settings, earlier } = await resolveRun(options, choices)
  const reason = tooLittle(rows, settings.stages)
  if (reason !== null) throw nothingToLearn(reason)
  await options.python.pythonPath()
  const chosen = choices.baseModelId ?? earlier?.baseModelId ?? (await defaultBaseModelId())
  const { id: baseModelId, name } = await options.baseModel(chosen)
  const job = await jobs.start(definition, {
    title: `Measure training on ${name}`,
    subjectId: null,
    input: { folder: newId(), personaId: choices.personaId, baseModelId, settings }
  })
  return { jobId: job.id }
}

/** Whole rankings are the longest rows. */
const heaviest = ({ stages }: RunSettings): Stage =>
  stages.find((stage) => stage === 'dpo') ?? stages.find((stage) => stage === 'reward') ?? 'sft'

const shortened = (settings: RunSettings, stage: Stage): RunSettings => ({
  ...settings,
  stages: [stage],
  maxSteps: PROBE_STEPS,
  evalEvery: PROBE_STEPS,
  saveEvery: PROBE_STEPS * 2,
  samplePrompts: [],
  sampleEvery: 0,
  alsoWrite: []
})

/** The first step also pays for what is set up once, so it does not count towards the speed. */
function measured(events: readonly TrainerEvent[]): ProbeResult {
  const steps = events.flatMap((event) =>
    event.type === 'metric' && event.split === 'train' ? [event] : []
  )
  const counted = steps.length > 1 ? steps.slice(1) : steps
  const speeds = counted.flatMap(({ tokensPerSecond }) => tokensPerSecond ?? [])
  const [first, last] = [counted[0], counted.at(-1)]
  const resolved = events.find((event) => event.type === 'stage')?.settings
  return {
    steps: steps.length,
    tokensPerSecond: speeds.reduce((sum, speed) => sum + speed, 0) / Math.max(1, speeds.length),
    secondsPerStep:
      first && last ? (last.at - first.at) / 1000 / Math.max(1, counted.length - 1) : 0,
    peakMemoryMb: Math.max(0, ...steps.map(({ memoryMb }) => memoryMb ?? 0)),
    device: textOf(resolved?.['device']),
    precision: textOf(resolved?.['precision'])
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
