import type { CallInput, CallName, CallOutput, Handlers } from '@contract/calls'
import { answerCall } from './answer-call'
import { AppError } from './app-error'

/** Calls the app as the window does, input checks included, from the terminal and from tests. */
export type Client = <N extends CallName>(name: N, input: CallInput<N>) => Promise<CallOutput<N>>

/** @throws AppError whatever the call fails with */
export function createClient(handlers: Partial<Handlers>): Client {
  return async <N extends CallName>(name: N, input: CallInput<N>) => {
    const answer = await answerCall({ handlers: () => handlers, name, input })
    if (!answer.ok) throw AppError.fromEnvelope(answer.error)
    // `answerCall` has parsed the value with this call's own output schema, or the handler's type says so.
    return answer.value as CallOutput<N>
  }
}
