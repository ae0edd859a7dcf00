import type { Handlers } from '@contract/calls'
import type { Database } from '../database/schema'
import { compareRuns } from './compare'
import { renameRun } from './repository'
import type { Runs } from './runs'
import { problemsOfConfig } from './start-from-config'
import { deleteRun, sizeOfRun } from './tidy'
import { verdictOf } from './verdict'

type Options = { runs: Runs; db: Database; projectDir: string; changed: () => void }

type RunHandlers = Pick<Handlers, Extract<keyof Handlers, `runs.${string}`>>

export function runHandlers({ runs, changed, ...places }: Options): RunHandlers {
  return {
    'runs.list': () => runs.list(),
    'runs.get': ({ id }) => runs.get(id),
    'runs.preview': (input) => runs.preview(input),
    'runs.probe': (input) => runs.probe(input),
    'runs.start': (input) => runs.start(input),
    'runs.retries': ({ id }) => runs.retries(id),
    'runs.retry': (input) => runs.retry(input),
    'runs.checkConfig': async ({ text }) => ({ problems: await problemsOfConfig(places.db, text) }),
    'runs.startFromConfig': ({ text }) => runs.startFromConfig(text),
    'runs.config': async ({ id }) => ({ text: await runs.config(id) }),
    'runs.pause': async ({ id }) => {
      await runs.pause(id)
      return runs.get(id)
    },
    'runs.resume': async ({ id }) => {
      await runs.resume(id)
      return runs.get(id)
    },
    'runs.stop': async ({ id, keep }) => {
      await runs.stop(id, keep)
      return runs.get(id)
    },
    'runs.update': async ({ id, name, notes }) => {
      await renameRun(places.db, await runs.get(id), { name, notes })
      changed()
      return runs.get(id)
    },
    'runs.verdict': async ({ id }) => verdictOf(await runs.get(id), await runs.events(id)),
    'runs.compare': async ({ ids }) =>
      compareRuns(
        await Promise.all(
          ids.map(async (id) => ({ run: await runs.get(id), events: await runs.events(id) }))
        )
      ),
    'runs.size': async ({ id }) => sizeOfRun(places, await runs.get(id)),
    'runs.delete': async ({ id, what }) => {
      await deleteRun(places, await runs.get(id), what)
      changed()
      return {}
    },
    'runs.events': ({ id }) => runs.events(id)
  }
}
