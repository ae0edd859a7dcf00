import type { DraftOrigin } from '@contract/generation'
import { newId } from '../database/ids'
import type { Database } from '../database/schema'
import { insertDrafts } from '../drafts/repository'
import { insertPersona } from '../personas/repository'
import { insertTopics } from '../topics/repository'
import { readSample, type SamplePersona } from './texts'

/** Puts the sample into a project that was made just now. All of it or nothing. */
export async function insertSample(db: Database, resourcesDir: string): Promise<void> {
  const personas = readSample(resourcesDir)
  const now = Date.now()
  await db.transaction().execute(async (transaction) => {
    for (const persona of personas) await insertOne(transaction, persona, now)
  })
}

async function insertOne(db: Database, persona: SamplePersona, now: number): Promise<void> {
  const personaId = await insertPersona(db, { ...persona, sample: true, createdAt: now })
  const topics = persona.topics.map((topic) => ({ ...topic, personaId }))
  const topicIds = await insertTopics(db, topics, now)
  for (const [index, topicId] of topicIds.entries()) {
    const setId = newId()
    const drafts = (persona.topics[index]?.drafts ?? []).map((text, variantIndex) => ({
      topicId,
      setId,
      variantIndex,
      text,
      cutShort: false,
      parentDraftId: null,
      origin
    }))
    await insertDrafts(db, drafts, now)
  }
}

/** No model wrote these. */
const origin: DraftOrigin = {
  engine: 'sample',
  model: 'The sample',
  sampling: null,
  seed: null,
  promptTokens: null,
  completionTokens: null,
  elapsedMs: null
}
