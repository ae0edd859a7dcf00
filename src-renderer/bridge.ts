import {
  keepPreviousData,
  useMutation,
  useQuery,
  type UseMutationResult,
  type UseQueryResult
} from '@tanstack/react-query'
import { useEffect, useEffectEvent } from 'react'
import type { Answer, Bridge } from '@contract/bridge'
import type { CallInput, CallName, CallOutput } from '@contract/calls'
import type { ErrorEnvelope } from '@contract/errors'
import type { EventName, EventPayload } from '@contract/events'

/** Put on `window` by the preload. */
declare const understudy: Bridge

/** A failure that crossed the bridge. `envelope` holds the sentences for the screen. */
export class CallError extends Error {
  override readonly name = 'CallError'
  readonly envelope: ErrorEnvelope

  constructor(envelope: ErrorEnvelope) {
    super(envelope.message)
    this.envelope = envelope
  }
}

/** Asks the main process. Throws a {@link CallError} when it answers with a failure. */
export const call = async <N extends CallName>(
  name: N,
  input: CallInput<N>
): Promise<CallOutput<N>> => {
  const ask: (input: CallInput<N>) => Promise<Answer<CallOutput<N>>> = understudy.calls[name]
  const answer = await ask(input)
  if (!answer.ok) throw new CallError(answer.error)
  return answer.value
}

/** The key under which the answer to a call is kept. */
export const callKey = <N extends CallName>(
  name: N,
  input: CallInput<N>
): readonly [N, CallInput<N>] => [name, input]

type UseCallOptions = { enabled?: boolean; keepPrevious?: boolean }

/** The answer to a call, asked again whenever main says that it changed. */
export const useCall = <N extends CallName>(
  name: N,
  input: CallInput<N>,
  { enabled = true, keepPrevious = false }: UseCallOptions = {}
): UseQueryResult<CallOutput<N>> =>
  useQuery<CallOutput<N>>({
    queryKey: callKey(name, input),
    queryFn: () => call(name, input),
    enabled,
    placeholderData: keepPrevious ? keepPreviousData : undefined
  })

/** A call that changes something. Its failure is shown where it is used, with `ErrorNote`. */
export const useAct = <N extends CallName>(
  name: N
): UseMutationResult<CallOutput<N>, Error, CallInput<N>> =>
  useMutation<CallOutput<N>, Error, CallInput<N>>({
    mutationKey: [name],
    mutationFn: (input) => call(name, input)
  })

/** Hears an event of main from outside React. Returns the function that ends it. */
export const listen = <N extends EventName>(
  name: N,
  listener: (payload: EventPayload<N>) => void
): (() => void) => understudy.on(name, listener)

/** Hears an event of main for as long as the component is there. */
export const useEvent = <N extends EventName>(
  name: N,
  listener: (payload: EventPayload<N>) => void
): void => {
  const hear = useEffectEvent(listener)
  useEffect(() => understudy.on(name, (payload) => hear(payload)), [name])
}

/** `darwin`, `linux` or `win32`. */
export const platform = (): string => understudy.platform

/** Any thrown thing as an envelope, so that the window has one way to show a failure. */
export const envelopeOf = (error: unknown): ErrorEnvelope => {
  if (error instanceof CallError) return error.envelope
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return {
    code: 'internal',
    message: 'The window met something it did not expect. What is stored was not touched.',
    detail,
    remedy: {
      text: 'Try again. If it comes back, copy the details and report them.',
      action: 'retry'
    }
  }
}
