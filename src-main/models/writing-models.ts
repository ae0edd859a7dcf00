import type { Writer } from '@contract/generation'
import { fromJson, type Database } from '../database/schema'

/** Ids of the models that write drafts here: by the settings, or for a persona of its own. */
export async function listWritingModels(
  db: Database,
  writer: Writer | null
): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('personas')
    .select('writer')
    .where('deleted_at', 'is', null)
    .execute()
  const writers = [
    writer,
    ...rows.map((row) => (row.writer === null ? null : fromJson(row.writer)))
  ]
  return new Set(writers.flatMap((one) => (one?.engine === 'embedded' ? [one.modelId] : [])))
}
