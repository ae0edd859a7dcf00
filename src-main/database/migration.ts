import type { Kysely } from 'kysely'
import type { Schema } from './schema'

/** A step from one schema version to the next. Never edited once released; a new one is appended. */
export type Migration = { name: string; up: (db: Kysely<Schema>) => Promise<void> }
