import type { Handlers } from '@contract/calls'
import { systemMessage } from '@contract/system-message'
import { AppError } from '../app-error'
import type { Database } from '../database/schema'
import type { Events } from '../events'
import { noWriter, type Engines } from '../generation/engines'
import { getPersonaRow, voiceOf, writerOf } from '../personas/repository'
import { listTitles } from './repository'
import { suggestTitles } from './suggest'

type SuggestionHandlers = Pick<Handlers, 'topics.suggest' | 'topics.stopSuggesting'>

/** Topics that the persona's own writer thinks of; nothing is saved until the person adds them. */
export function suggestionHandlers(options: {
  db: Database
  events: Events
  engines: Pick<Engines, 'settings' | 'writerFor'>
}): SuggestionHandlers {
  const { db, events, engines } = options
  const running = new Map<string, AbortController>()

  return {
    'topics.suggest': async ({ requestId, personaId, count }) => {
      if (running.has(requestId)) throw askedAlready()
      const abort = new AbortController()
      running.set(requestId, abort)
      try {
        const persona = await getPersonaRow(db, personaId)
        const writer = writerOf(persona) ?? (await engines.settings()).writer
        if (!writer) throw noWriter()
        const { generator } = await engines.writerFor(writer)
        const titles = await suggestTitles({
          generator,
          systemMessage: systemMessage(voiceOf(persona)),
          existing: await listTitles(db, personaId),
          count,
          signal: abort.signal,
          onTitles: (sofar) => {
            events.emit('topics.suggested', { requestId, titles: sofar })
          }
        })
        return { titles }
      } finally {
        running.delete(requestId)
      }
    },
    'topics.stopSuggesting': ({ requestId }) => {
      running.get(requestId)?.abort()
      return {}
    }
  }
}

const askedAlready = (): AppError =>
  new AppError({
    code: 'conflict',
    message: 'These suggestions were asked for already. They are still coming.'
  })
