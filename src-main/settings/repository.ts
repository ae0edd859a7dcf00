import type { z } from 'zod'
import { fromJson, toJson, type Database } from '../database/schema'

/** Reads one setting; what was never set, or no longer fits its schema, is the schema's default. */
export async function readSetting<Schema extends z.ZodType>(
  db: Database,
  key: string,
  schema: Schema,
  fallback: z.output<Schema>
): Promise<z.output<Schema>> {
  const row = await db
    .selectFrom('settings')
    .select('value')
    .where('key', '=', key)
    .executeTakeFirst()
  if (!row) return fallback
  const parsed = schema.safeParse(fromJson(row.value))
  return parsed.success ? parsed.data : fallback
}

export async function writeSetting(db: Database, key: string, value: unknown): Promise<void> {
  await db
    .insertInto('settings')
    .values({ key, value: toJson(value) })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value: toJson(value) }))
    .execute()
}
