import type { Handlers } from '@contract/calls'
import type { Python } from './python'

type PythonHandlers = Pick<Handlers, Extract<keyof Handlers, `python.${string}`>>

export function pythonHandlers(python: Python): PythonHandlers {
  return {
    'python.status': () => python.status(),
    'python.build': async (input) => ({ jobId: (await python.build(input)).id }),
    'python.addTrackers': async () => ({ jobId: (await python.addTrackers()).id }),
    'python.bundle': async ({ path }) => ({ jobId: (await python.bundle(path)).id }),
    'python.sources': () => python.sources.read(),
    'python.setSources': async (change) => {
      await python.sources.change(change)
      return python.sources.read()
    },
    'python.testSources': () => python.testSources(),
    'python.environments': () => python.environments(),
    'python.remove': async ({ id }) => ({ freedBytes: await python.remove(id) })
  }
}
