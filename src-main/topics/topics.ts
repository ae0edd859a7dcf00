import type { Handlers } from '@contract/calls'
import type { Database } from '../database/schema'
import type { Events } from '../events'
import { getPersona } from '../personas/repository'
import { readPaste } from './paste'
import {
  countTopicBelongings,
  getTopic,
  insertTopics,
  listTitles,
  listTopics,
  setTopicDeleted,
  updateTopic
} from './repository'
import type { WritingNow } from './writing-now'

type TopicHandlers = Pick<Handlers, Extract<keyof Handlers, `topics.${string}`>>

/** What each persona is to write about. */
export function topicHandlers(options: {
  db: Database
  events: Events
  writingNow: WritingNow
}): TopicHandlers {
  const { db, events, writingNow } = options
  const announce = (): void => {
    events.changed('topics', 'personas')
  }

  return {
    'topics.list': (filter) => listTopics(db, filter, writingNow),
    'topics.get': ({ id }) => getTopic(db, id, writingNow),
    'topics.create': async (input) => {
      await getPersona(db, input.personaId)
      const [id = ''] = await insertTopics(db, [input])
      announce()
      return getTopic(db, id, writingNow)
    },
    'topics.previewPaste': async ({ personaId, text }) =>
      readPaste(text, await listTitles(db, personaId)),
    'topics.paste': async ({ personaId, text }) => {
      await getPersona(db, personaId)
      const { lines, duplicates } = readPaste(text, await listTitles(db, personaId))
      const ids = await insertTopics(
        db,
        lines.map(({ title, kind }) => ({ personaId, title, prompt: title, kind }))
      )
      announce()
      const all = await listTopics(db, { personaId, status: 'all' }, writingNow)
      const byId = new Map(all.map((topic) => [topic.id, topic]))
      return { added: ids.flatMap((id) => byId.get(id) ?? []), duplicates }
    },
    'topics.update': async ({ id, ...values }) => {
      await getTopic(db, id, writingNow)
      await updateTopic(db, id, values)
      announce()
      return getTopic(db, id, writingNow)
    },
    'topics.delete': async ({ id }) => {
      await getTopic(db, id, writingNow)
      const belongings = await countTopicBelongings(db, id)
      await setTopicDeleted(db, id, Date.now())
      announce()
      return belongings
    },
    'topics.restore': async ({ id }) => {
      await setTopicDeleted(db, id, null)
      announce()
      return getTopic(db, id, writingNow)
    }
  }
}
