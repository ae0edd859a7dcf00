import type { ChangeTopic, EventName, EventPayload } from '@contract/events'

export type AppEvent = { [N in EventName]: { name: N; payload: EventPayload<N> } }[EventName]

/** The one road on which main tells its faces that something happened. */
export type Events = {
  emit: <N extends EventName>(name: N, payload: EventPayload<N>) => void
  /** Announces that data of these topics changed, so that they are read again. */
  changed: (...topics: ChangeTopic[]) => void
  /** Hears every event; returns the function that ends the subscription. */
  listen: (listener: (event: AppEvent) => void) => () => void
}

export function createEvents(): Events {
  const listeners = new Set<(event: AppEvent) => void>()
  const send = (event: AppEvent): void => {
    for (const listener of listeners) listener(event)
  }
  return {
    // The name and its payload belong together by emit's own signature; a union cannot see that.
    emit: (name, payload) => {
      send({ name, payload } as AppEvent)
    },
    changed: (...topics) => {
      for (const topic of topics) send({ name: 'changed', payload: { topic } })
    },
    listen: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    }
  }
}
