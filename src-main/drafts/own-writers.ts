import type { ParsedInput } from '@contract/calls'
import type { EngineSettings } from '@contract/generation'
import type { Database } from '../database/schema'
import { noWriter } from '../generation/engines'
import { getPersonaRow, writerOf } from '../personas/repository'
import { personaIdsOf } from '../topics/repository'
import type { WriteInput } from './write-input'

/**
 * Who writes for each persona that has a writer or a number of drafts of its own, unless the person
 * chose another for this once.
 *
 * @throws AppError `engine_no_model` when there is none at all for one of them
 */
export async function ownWriters(
  db: Database,
  options: {
    topicIds: readonly string[]
    asked: Pick<ParsedInput<'drafts.write'>, 'writer' | 'count'>
    settings: EngineSettings
  }
): Promise<WriteInput['own']> {
  const { topicIds, asked, settings } = options
  const personaIds = new Set((await personaIdsOf(db, topicIds)).values())
  const own: WriteInput['own'] = {}
  for (const id of personaIds) {
    const persona = await getPersonaRow(db, id)
    const writer = asked.writer ?? writerOf(persona) ?? settings.writer
    if (!writer) throw noWriter()
    if (persona.writer === null && persona.drafts_per_topic === null) continue
    own[id] = {
      writer,
      count: asked.count ?? persona.drafts_per_topic ?? settings.draftsPerTopic
    }
  }
  return own
}
