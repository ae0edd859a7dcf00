import type { Database } from '../database/schema'
import { listRuns } from './repository'

const ALL_PERSONAS = 'all-personas'
const SLUG_LENGTH = 40

/** `calm-engineer v2`: the persona, and how many runs it has had with this one. */
export async function suggestName(db: Database, personaId: string | null): Promise<string> {
  const earlier = (await listRuns(db)).filter((run) => run.personaId === personaId).length
  return `${slug((await voiceOf(db, personaId)) ?? '') || ALL_PERSONAS} v${earlier + 1}`
}

/** The persona's name; of all personas, the only one's, where there is only one. */
async function voiceOf(db: Database, personaId: string | null): Promise<string | undefined> {
  const personas = await db
    .selectFrom('personas')
    .select(['id', 'name'])
    .where('deleted_at', 'is', null)
    .execute()
  const [only] = personas.length === 1 ? personas : []
  return personaId === null ? only?.name : personas.find(({ id }) => id === personaId)?.name
}

/** Lower-case words joined by hyphens; letters of every script are kept, accents are not. */
export function slug(name: string): string {
  const words = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
  // By whole signs: half of one is no name on any disk.
  return Array.from(words)
    .slice(0, SLUG_LENGTH)
    .join('')
    .replace(/^-+|-+$/g, '')
}
