import type { Database } from '../../database/schema'
import { listPersonas } from '../../personas/repository'
import { CHARACTERS_PER_TOKEN } from '../../training/row-tokens'

export type ContextChoice = {
  contextLength: number
  /** A sentence. */
  contextReason: string
  /** What the longest prompt and its draft take. */
  neededTokens: number
}

/** Texts in other scripts make more tokens of as many characters. */
const MARGIN = 1.25
/** Smaller ones save little memory, and a conversation soon fills them. */
const SMALLEST_CHOSEN = 4096

/**
 * A context that holds the person's longest topic with its persona, and the longest draft: rounded
 * up to a power of two, and never more than the model was trained to read.
 */
export async function contextFor(
  db: Database,
  options: {
    /** Null for those of all personas. */
    personaId: string | null
    /** The most that a draft may take, as the settings have it. */
    draftTokens: number
    /** Of the model; null where that is not known. */
    maxContext: number | null
  }
): Promise<ContextChoice> {
  const { personaId, draftTokens, maxContext } = options
  const prompt = Math.ceil(((await longestPrompt(db, personaId)) / CHARACTERS_PER_TOKEN) * MARGIN)
  const written = Math.ceil(((await longestDraft(db, personaId)) / CHARACTERS_PER_TOKEN) * MARGIN)
  const draft = Math.max(draftTokens, written)
  const neededTokens = prompt + draft
  const rounded = Math.max(SMALLEST_CHOSEN, 2 ** Math.ceil(Math.log2(neededTokens)))
  const contextLength = Math.min(rounded, maxContext ?? Infinity)
  return {
    contextLength,
    neededTokens,
    contextReason: `Your longest topic with its persona takes about ${say(prompt)} tokens and a draft up to ${say(draft)}. ${sayRoom({ contextLength, neededTokens, maxContext })}`
  }
}

function sayRoom(options: {
  contextLength: number
  neededTokens: number
  maxContext: number | null
}): string {
  const { contextLength, neededTokens, maxContext } = options
  if (contextLength < neededTokens) {
    return `This model reads at most ${say(contextLength)}, so the longest drafts end early.`
  }
  if (contextLength === maxContext)
    return `${say(contextLength)} is the most that this model reads.`
  return `${say(contextLength)} holds both and leaves room for a conversation.`
}

const say = (tokens: number): string => tokens.toLocaleString('en-GB')

/** In characters. */
async function longestPrompt(db: Database, personaId: string | null): Promise<number> {
  const personas = await listPersonas(db)
  const rows = await db
    .selectFrom('topics')
    .where('deleted_at', 'is', null)
    .select(({ fn }) => ['persona_id', fn.max(fn<number>('length', ['prompt'])).as('longest')])
    .groupBy('persona_id')
    .execute()
  const lengths = personas
    .filter(({ id }) => personaId === null || id === personaId)
    .map(({ id, systemMessage }) => {
      const topic = rows.find((row) => row.persona_id === id)
      return systemMessage.length + (topic?.longest ?? 0)
    })
  return Math.max(0, ...lengths)
}

async function longestDraft(db: Database, personaId: string | null): Promise<number> {
  const all = db
    .selectFrom('drafts')
    .innerJoin('topics', 'topics.id', 'drafts.topic_id')
    .where('topics.deleted_at', 'is', null)
    .select(({ fn }) => fn.max(fn<number>('length', ['drafts.text'])).as('longest'))
  const of = personaId === null ? all : all.where('topics.persona_id', '=', personaId)
  return (await of.executeTakeFirst())?.longest ?? 0
}
