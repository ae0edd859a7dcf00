import type { Model } from '@contract/models'
import type { Persona } from '@contract/personas'
import { AppError } from '../app-error'
import type { Client } from '../client'

/** @throws AppError `not_found`, or `conflict` where several bear the name */
export async function findPersona(call: Client, asked: string): Promise<Persona> {
  return only({ what: 'persona', asked, all: await call('personas.list', {}) })
}

/** @throws AppError as `findPersona` */
export async function findModel(call: Client, asked: string): Promise<Model> {
  return only({ what: 'model', asked, all: await call('models.list', {}) })
}

/** By its id, or by its name whatever its case. */
function only<T extends { id: string; name: string }>(options: {
  what: string
  asked: string
  all: readonly T[]
}): T {
  const { what, asked, all } = options
  const byId = all.find(({ id }) => id === asked)
  if (byId) return byId
  const wanted = asked.trim().toLocaleLowerCase()
  const [found, ...others] = all.filter(({ name }) => name.toLocaleLowerCase() === wanted)
  if (found && others.length === 0) return found
  const names = [...new Set(all.map(({ name }) => `“${name}”`))].join(', ')
  throw found
    ? new AppError({
        code: 'conflict',
        message: `${String(others.length + 1)} ${what}s are called “${asked}”. Nothing was done.`,
        remedy: {
          text: `Name one by its id: ${[found, ...others].map(({ id }) => id).join(', ')}.`
        }
      })
    : new AppError({
        code: 'not_found',
        message: `There is no ${what} “${asked}”. Nothing was done.`,
        remedy: { text: names === '' ? `There is no ${what} yet.` : `There is: ${names}.` }
      })
}
