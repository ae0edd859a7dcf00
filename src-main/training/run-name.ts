import type { Database } from '../database/schema'
import { listRuns } from './repository'

const ALL_PERSONAS = 'all-personas'
const SLUG_LENGTH = 40

/** `calm-engineer v2`: the persona, and how many runs it has had with this one. */
export async function suggestName(db: Database, personaId: string | null): Promise<string> {
  const earlier = (await listRuns(db)).filter((run) => run.personaId === personaId).length
  const persona =
    personaId === null
      ? undefined
      : await db
          .selectFrom('personas')
          .select('name')
          .where('id', '=', personaId)
          .executeTakeFirst()
  return `${slug(persona?.name ?? '') || ALL_PERSONAS} v${earlier + 1}`
}

/** Lower-case words joined by hyphens; letters of every script are kept, accents are not. */
export function slug(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .slice(0, SLUG_LENGTH)
    .replace(/^-+|-+$/g, '')
}
