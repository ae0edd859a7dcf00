import type { CallInput } from '@contract/calls'
import { create } from 'zustand'

export type SourceAsked = CallInput<'deployments.start'>['source']

type Asked = {
  source: SourceAsked
  /** What the model is or will be called. */
  name: string
  /** What began it has done its part, such as the form of a new run. */
  onStarted?: () => void
}

/** What the person is asked about before it is brought on stage; null when nothing. */
export const useAskedToDeploy = create<{ asked: Asked | null }>(() => ({ asked: null }))

/** Asks where to, how, and what it takes; the answer starts it. */
export const askToDeploy = (asked: Asked): void => useAskedToDeploy.setState({ asked })

export const endAskingToDeploy = (): void => useAskedToDeploy.setState({ asked: null })
