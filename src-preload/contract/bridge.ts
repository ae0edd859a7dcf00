import type { CallInput, CallName, CallOutput } from './calls'
import type { ErrorEnvelope } from './errors'
import type { EventName, EventPayload } from './events'

/** How an answer crosses: Electron would flatten a thrown error to its message. */
export type Answer<T> = { ok: true; value: T } | { ok: false; error: ErrorEnvelope }

/** What the preload puts on `window.understudy`. */
export type Bridge = {
  calls: { [N in CallName]: (input: CallInput<N>) => Promise<Answer<CallOutput<N>>> }
  /** Returns the function that ends the subscription. */
  on: <N extends EventName>(name: N, listener: (payload: EventPayload<N>) => void) => () => void
  /** `darwin`, `linux` or `win32`: decides key labels and the room for window buttons. */
  platform: string
}

export const callChannel = (name: CallName): string => `call:${name}`
export const eventChannel = (name: EventName): string => `event:${name}`
