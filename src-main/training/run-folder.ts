import path from 'node:path'

export type RunFolder = {
  dir: string
  events: string
  log: string
  /** Written last: where it is, all rows and job files are. */
  plan: string
  rows: (name: 'sft' | 'sft-held-out' | 'dpo' | 'dpo-held-out') => string
  jobFile: (stage: 'base' | 'sft' | 'dpo') => string
  /** `adapter/` and `checkpoints/` appear in it. */
  output: (stage: 'sft' | 'dpo') => string
  adapter: (stage: 'sft' | 'dpo') => string
}

/** Where one run's files lie: `runs/<id>/` of the project. */
export function runFolder(projectDir: string, runId: string): RunFolder {
  const dir = path.join(projectDir, 'runs', runId)
  return {
    dir,
    events: path.join(dir, 'events.jsonl'),
    log: path.join(dir, 'log.txt'),
    plan: path.join(dir, 'plan.json'),
    rows: (name) => path.join(dir, 'rows', `${name}.jsonl`),
    jobFile: (stage) => path.join(dir, 'jobs', `${stage}.json`),
    output: (stage) => path.join(dir, stage),
    adapter: (stage) => path.join(dir, stage, 'adapter')
  }
}
