import type { RunChoices, RunPreview } from '@contract/training'
import { readShape, type BaseShape } from './base-shape'
import { estimateRun } from './estimate'
import { tooLittle } from './learnable'
import { baseFolderFor, stepsByStage } from './plan'
import { findProbe } from './probes'
import { listRuns } from './repository'
import { suggestName } from './run-name'
import { resolveRun } from './start-run'
import type { TrainingOptions } from './training-options'

const RUNS_FOR_SPEED = 5

/** What a run with these choices would be, before it starts. Changes nothing. */
export async function previewRun({
  options,
  choices,
  defaultBaseModelId
}: {
  options: TrainingOptions
  choices: RunChoices
  defaultBaseModelId: () => Promise<string>
}): Promise<RunPreview> {
  const { db, python } = options
  const { rows, settings, reasons, earlier } = await resolveRun(options, choices)
  const status = await python.status()
  const pythonReady = status.state === 'ready'
  const baseModelId =
    choices.baseModelId ?? earlier?.baseModelId ?? (await defaultBaseModelId().catch(() => null))
  const runs = (await listRuns(db)).filter((run) => run.baseModelId === baseModelId)
  const gpu = status.probe?.device === 'cuda' ? status.probe.memoryMb * 2 ** 20 : undefined
  const estimate = estimateRun({
    rows,
    settings,
    shape: baseModelId === null ? null : await shapeOf(options, baseModelId),
    probe: baseModelId === null ? null : await findProbe(db, baseModelId, settings),
    earlier: runs.filter(({ sft, dpo, reward }) => sft ?? dpo ?? reward).slice(0, RUNS_FOR_SPEED),
    bf16Faster: (status.probe?.bf16Speedup ?? 0) >= 1.2,
    ...(gpu !== undefined && { memoryBytes: gpu })
  })
  const problems = [
    tooLittle(rows, settings.stages),
    pythonReady ? null : 'Python for training is not set up yet.'
  ]
  return {
    data: rows.data,
    suggestedName: await suggestName(db, choices.personaId),
    settings,
    reasons,
    steps: stepsByStage(rows, settings),
    topics: rows.topics,
    estimate,
    problems: problems.filter((problem) => problem !== null),
    pythonReady
  }
}

/** Null for a base that is gone, or a GGUF file that was never prepared for training. */
async function shapeOf(
  { baseModel, dataDir }: TrainingOptions,
  id: string
): Promise<BaseShape | null> {
  try {
    const base = await baseModel(id)
    return readShape('folder' in base ? base.folder : await baseFolderFor(dataDir, base.ggufPath))
  } catch {
    // The start itself says what is wrong with a base; here it only leaves the estimate open.
    return null
  }
}
