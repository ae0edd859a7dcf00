import type { Deployment } from '@contract/deployments'
import type { Writer } from '@contract/generation'
import { call } from '../../bridge'

/**
 * Makes the model the writer and has it write for the topics that wait, first those of the persona
 * it learned from. Returns where its drafts appear; without such topics, where new ones are added.
 */
export const writeNext = async (
  deployment: Deployment,
  personaId: string | null
): Promise<string> => {
  const writer = writerOf(deployment)
  if (writer) await takeAsWriter(writer, personaId)
  const topicIds = await waitingTopics(personaId)
  const [first] = topicIds
  if (first === undefined) return personaId === null ? '/personas' : `/personas/${personaId}/add`
  await call('drafts.write', { topicIds })
  return `/topics/${first}`
}

/** A persona with a writer of its own gets this one too: the button says who writes next. */
const takeAsWriter = async (writer: Writer, personaId: string | null): Promise<void> => {
  await call('engines.update', { writer })
  if (personaId === null) return
  const { id, writer: own, draftsPerTopic } = await call('personas.get', { id: personaId })
  if (own !== null) await call('personas.setWriter', { id, writer, draftsPerTopic })
}

/** In LM Studio it writes there; anywhere else the same file writes in the app itself. */
const writerOf = ({ target, key, modelId }: Deployment): Writer | null => {
  if (target === 'lmstudio' && key !== null) {
    return { engine: 'openai', server: 'lmstudio', model: key }
  }
  return modelId === null ? null : { engine: 'embedded', modelId }
}

const waitingTopics = async (personaId: string | null): Promise<string[]> => {
  const own =
    personaId === null ? [] : (await call('topics.ids', { status: 'noDrafts', personaId })).ids
  return own.length > 0 ? own : (await call('topics.ids', { status: 'noDrafts' })).ids
}
