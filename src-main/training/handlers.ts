import type { Handlers } from '@contract/calls'
import type { Runs } from './runs'

type RunHandlers = Pick<Handlers, Extract<keyof Handlers, `runs.${string}`>>

export function runHandlers(runs: Runs): RunHandlers {
  return {
    'runs.list': () => runs.list(),
    'runs.get': ({ id }) => runs.get(id),
    'runs.preview': (input) => runs.preview(input),
    'runs.probe': (input) => runs.probe(input),
    'runs.start': (input) => runs.start(input),
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
    'runs.events': ({ id }) => runs.events(id)
  }
}
