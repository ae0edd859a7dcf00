import type { Handlers } from '@contract/calls'
import type { Database } from '../database/schema'
import type { Events } from '../events'
import {
  countBelongings,
  getPersona,
  getPersonaRow,
  insertPersona,
  listPersonas,
  setPersonaDeleted,
  setPersonaWriter,
  updatePersona
} from './repository'

type PersonaHandlers = Pick<Handlers, Extract<keyof Handlers, `personas.${string}`>>

/** The voices of the project. Deleting hides a persona with all it has, so that it can be undone. */
export function personaHandlers({ db, events }: { db: Database; events: Events }): PersonaHandlers {
  return {
    'personas.list': () => listPersonas(db),
    'personas.get': ({ id }) => getPersona(db, id),
    'personas.create': async (input) => {
      const id = await insertPersona(db, input)
      events.changed('personas')
      return getPersona(db, id)
    },
    'personas.update': async ({ id, ...input }) => {
      const { name } = await getPersonaRow(db, id)
      await updatePersona(db, id, input)
      events.changed('personas')
      // Lists of topics and a sitting say whose a topic is.
      if (name !== input.name) events.changed('topics')
      return getPersona(db, id)
    },
    'personas.setWriter': async ({ id, ...choice }) => {
      await getPersonaRow(db, id)
      await setPersonaWriter(db, id, choice)
      events.changed('personas')
      return getPersona(db, id)
    },
    'personas.delete': async ({ id }) => {
      await getPersonaRow(db, id)
      const belongings = await countBelongings(db, id)
      await setPersonaDeleted(db, id, Date.now())
      events.changed('personas', 'topics', 'rankings')
      return belongings
    },
    'personas.restore': async ({ id }) => {
      await setPersonaDeleted(db, id, null)
      events.changed('personas', 'topics', 'rankings')
      return getPersona(db, id)
    }
  }
}
