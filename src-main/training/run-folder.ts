import fs from 'node:fs'
import path from 'node:path'
import type { Stage } from '@contract/run-settings'

export type RunFolder = {
  dir: string
  events: string
  log: string
  /** Written last: where it is, all rows and job files are. */
  plan: string
  /** Every setting, as a person can read it, change it and start it again. */
  config: string
  /** The adapter that the run begins with, where it continues another. */
  start: string
  /** The checkpoint that the run goes on from, where it carries a failed one on. */
  carried: string
  rows: (name: Stage | `${Stage}-held-out`) => string
  jobFile: (stage: Stage | 'base') => string
  /** `adapter/` and `checkpoints/` appear in it. */
  output: (stage: Stage) => string
  adapter: (stage: Stage) => string
}

/** Where one run's files lie: `runs/<id>/` of the project. */
export function runFolder(projectDir: string, runId: string): RunFolder {
  const dir = path.join(projectDir, 'runs', runId)
  return {
    dir,
    events: path.join(dir, 'events.jsonl'),
    log: path.join(dir, 'log.txt'),
    plan: path.join(dir, 'plan.json'),
    start: path.join(dir, 'start'),
    carried: path.join(dir, 'carried'),
    config: path.join(dir, 'run.yaml'),
    rows: (name) => path.join(dir, 'rows', `${name}.jsonl`),
    jobFile: (stage) => path.join(dir, 'jobs', `${stage}.json`),
    output: (stage) => path.join(dir, stage),
    adapter: (stage) => path.join(dir, stage, 'adapter')
  }
}

/** The adapter of the run's last stage that writes; null where there is none. */
export function writingAdapter(folder: RunFolder): string | null {
  const made = (['dpo', 'sft'] as const).map((stage) => folder.adapter(stage))
  return made.find((adapter) => fs.existsSync(adapter)) ?? null
}
