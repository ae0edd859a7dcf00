import path from 'node:path'

/** Where one run's files lie: `runs/<id>/` of the project. */
export type RunFolder = ReturnType<typeof runFolder>

export function runFolder(projectDir: string, runId: string) {
  const dir = path.join(projectDir, 'runs', runId)
  return {
    dir,
    events: path.join(dir, 'events.jsonl'),
    log: path.join(dir, 'log.txt'),
    /** Written last: where it is, all rows and job files are. */
    plan: path.join(dir, 'plan.json'),
    rows: (name: 'sft' | 'sft-held-out' | 'dpo' | 'dpo-held-out') =>
      path.join(dir, 'rows', `${name}.jsonl`),
    jobFile: (stage: 'base' | 'sft' | 'dpo') => path.join(dir, 'jobs', `${stage}.json`),
    output: (stage: 'sft' | 'dpo') => path.join(dir, stage),
    adapter: (stage: 'sft' | 'dpo') => path.join(dir, stage, 'adapter')
  }
}
