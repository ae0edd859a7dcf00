import type { z } from 'zod'
import { datasetCalls } from './datasets'
import { deploymentCalls } from './deployments'
import { draftCalls } from './drafts'
import { engineCalls } from './generation'
import { hubCalls } from './hub'
import { jobCalls } from './jobs'
import { modelCalls } from './models'
import { personaCalls } from './personas'
import { projectCalls } from './project'
import { pythonCalls } from './python'
import { rankingCalls } from './rankings'
import { serverCalls } from './server'
import { topicCalls } from './topics'
import { rewardCalls } from './rewards'
import { runCalls } from './training'
import { windowCalls } from './window'

/**
 * Everything the window may ask of the main process: name → schemas of input and output.
 * The preload, the window's client and main's registration are derived from this map.
 */
export const calls = {
  ...projectCalls,
  ...personaCalls,
  ...topicCalls,
  ...draftCalls,
  ...rankingCalls,
  ...datasetCalls,
  ...engineCalls,
  ...jobCalls,
  ...pythonCalls,
  ...runCalls,
  ...rewardCalls,
  ...modelCalls,
  ...hubCalls,
  ...deploymentCalls,
  ...serverCalls,
  ...windowCalls
}

export type CallName = keyof typeof calls
/** What a caller may send: fields with a default can be left out. */
export type CallInput<N extends CallName> = z.input<(typeof calls)[N]['input']>
/** What a handler receives after parsing. */
export type ParsedInput<N extends CallName> = z.output<(typeof calls)[N]['input']>
export type CallOutput<N extends CallName> = z.output<(typeof calls)[N]['output']>

export type Handlers = {
  [N in CallName]: (input: ParsedInput<N>) => CallOutput<N> | Promise<CallOutput<N>>
}
