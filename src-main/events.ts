import type { ChangeTopic, EventName, EventPayload } from '@contract/events'

type Listener = (name: EventName, payload: unknown) => void

/** The one road on which main tells its faces that something happened. */
export type Events = {
  emit: <N extends EventName>(name: N, payload: EventPayload<N>) => void
  /** Announces that data of these topics changed, so that they are read again. */
  changed: (...topics: ChangeTopic[]) => void
  /** Hears every event; returns the function that ends the subscription. */
  listen: (listener: Listener) => () => void
}

export function createEvents(): Events {
  const listeners = new Set<Listener>()
  const emit: Events['emit'] = (name, payload) => {
    for (const listener of listeners) listener(name, payload)
  }
  return {
    emit,
    changed: (...topics) => {
      for (const topic of topics) emit('changed', { topic })
    },
    listen: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    }
  }
}
