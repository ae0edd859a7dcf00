import { RunData } from '../../../src-preload/contract/training'
import { newId } from '../../../src-main/database/ids'
import type { Database } from '../../../src-main/database/schema'
import { insertJob } from '../../../src-main/jobs/repository'
import { insertRun } from '../../../src-main/training/repository'

/** The row of a run that has ended, as adapters refer to it; returns its id. */
export async function insertFinishedRun(
  db: Database,
  { baseModelId, personaId = null }: { baseModelId: string; personaId?: string | null }
): Promise<string> {
  const [id, jobId] = [newId(), newId()]
  await insertJob(db, {
    id: jobId,
    kind: 'train',
    title: 'Train calm v1',
    subjectId: id,
    steps: [],
    state: { status: 'succeeded', at: Date.now(), message: 'Done' },
    createdAt: Date.now(),
    startedAt: Date.now(),
    input: {}
  })
  await insertRun(db, {
    id,
    name: 'calm v1',
    personaId,
    baseModelId,
    preset: 'recommended',
    data: RunData.parse({ rankings: 0, edits: 0, pairs: 0, sftRows: 0, heldOutTopics: 0 }),
    jobId
  })
  return id
}
