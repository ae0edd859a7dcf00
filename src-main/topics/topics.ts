import type { Handlers } from '@contract/calls'
import type { Database } from '../database/schema'
import type { Events } from '../events'
import type { Engines } from '../generation/engines'
import { getPersonaRow } from '../personas/repository'
import { changeKinds, hideTopics, showTopics } from './bulk'
import { readPaste } from './paste'
import {
  getTopic,
  insertTopics,
  listKinds,
  listTitles,
  listTopicIds,
  listTopicsByIds,
  pageOfTopics,
  updateTopic
} from './repository'
import { countFiltered } from './selection'
import { suggestionHandlers } from './suggestions'
import type { WritingNow } from './writing-now'

type TopicHandlers = Pick<Handlers, Extract<keyof Handlers, `topics.${string}`>>

/** What each persona is to write about. */
export function topicHandlers(options: {
  db: Database
  events: Events
  writingNow: WritingNow
  engines: Pick<Engines, 'settings' | 'writerFor'>
}): TopicHandlers {
  const { db, events, writingNow } = options
  const announce = (): void => {
    events.changed('topics', 'personas')
  }
  /** A ranking is shown and counted only with its topic. */
  const announceAll = (): void => {
    events.changed('topics', 'personas', 'rankings')
  }

  return {
    ...suggestionHandlers(options),
    'topics.list': async (page) => {
      const [topics, counts] = await Promise.all([
        pageOfTopics(db, page, writingNow),
        countFiltered(db, page)
      ])
      return { topics, total: counts[page.status], counts }
    },
    'topics.ids': async (filter) => ({ ids: await listTopicIds(db, filter) }),
    'topics.kinds': async ({ personaId }) => ({ kinds: await listKinds(db, personaId) }),
    'topics.get': ({ id }) => getTopic(db, id, writingNow),
    'topics.create': async (input) => {
      await getPersonaRow(db, input.personaId)
      const [id = ''] = await insertTopics(db, [input])
      announce()
      return getTopic(db, id, writingNow)
    },
    'topics.previewPaste': async ({ personaId, text }) =>
      readPaste(text, await listTitles(db, personaId)),
    'topics.paste': async ({ personaId, text }) => {
      await getPersonaRow(db, personaId)
      const { lines, duplicates } = readPaste(text, await listTitles(db, personaId))
      const ids = await insertTopics(
        db,
        lines.map(({ title, kind }) => ({ personaId, title, prompt: title, kind }))
      )
      announce()
      return { added: await listTopicsByIds(db, ids, writingNow), duplicates }
    },
    'topics.update': async ({ id, ...values }) => {
      await getTopic(db, id, writingNow)
      await updateTopic(db, id, values)
      announce()
      return getTopic(db, id, writingNow)
    },
    'topics.setKinds': async ({ kinds }) => {
      const before = await changeKinds(db, kinds)
      announce()
      return { before }
    },
    'topics.delete': async ({ ids }) => {
      const belongings = await hideTopics(db, ids, Date.now())
      announceAll()
      return belongings
    },
    'topics.restore': async ({ ids }) => {
      const topics = await showTopics(db, ids)
      announceAll()
      return { topics }
    }
  }
}
