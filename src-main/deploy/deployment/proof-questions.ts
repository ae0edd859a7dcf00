import type { ChatMessage } from '@contract/generation'
import { AppError } from '../../app-error'
import type { Database } from '../../database/schema'
import { buildTrainingRows } from '../../datasets/training-rows'
import { getRun } from '../../training/repository'
import { canaryConversations } from '../canary-prompts'

const QUESTIONS = 2

/**
 * What a model is asked to prove itself: topics of the person's that were kept aside, where there
 * are any, under the persona that it was trained on; then general ones.
 */
export async function proofQuestions(
  options: { db: Database; systemMessage: (personaId: string) => Promise<string> },
  runId: string | null
): Promise<ChatMessage[][]> {
  const { db, systemMessage } = options
  const run = runId === null ? null : await getRun(db, runId)
  const personaId = run?.personaId ?? null
  const own = run === null ? [] : (await buildTrainingRows(db, { personaId })).samplePrompts
  const system = personaId === null ? null : await systemMessage(personaId).catch(orNone)
  return [...own, ...canaryConversations(system)].slice(0, QUESTIONS)
}

/** A persona that was deleted since has no voice any more. */
function orNone(thrown: unknown): null {
  if (thrown instanceof AppError && thrown.code === 'not_found') return null
  throw thrown
}
