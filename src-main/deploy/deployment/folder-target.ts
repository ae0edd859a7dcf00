import fs from 'node:fs'
import path from 'node:path'
import type { Generator } from '../../generation/generator'
import { paceOf } from './ask-tuned'
import type { Target } from './target'

/** No other program: the file stays where it was made, to be carried on by hand. */
export function folderTarget({
  embeddedGenerator
}: {
  embeddedGenerator: (modelId: string) => Promise<Generator>
}): Target {
  return {
    name: 'the built-in engine',
    standsOnStage: false,
    outlook: async () => ({
      ready: true,
      sentence: 'The file is made and asked one question; nothing is loaded elsewhere.',
      folder: null,
      placing: 'link',
      loaded: [],
      problems: []
    }),
    place: async ({ file, save }) => {
      await save({ placedAt: file })
      return `${path.basename(file)}, ready to be copied`
    },
    isPlaced: async ({ placedAt }) => placedAt !== null && fs.existsSync(placedAt),
    index: async () => ({ notNeeded: 'Not needed: no other program waits for it' }),
    isIndexed: async () => true,
    load: async () => ({ notNeeded: 'Not needed: the built-in engine answers' }),
    isLoaded: async () => true,
    ask: async ({ deployment, signal }, { messages, maxTokens }) => {
      if (deployment.modelId === null) throw new Error('A file is asked after it was made.')
      const generator = await embeddedGenerator(deployment.modelId)
      const sampling = { temperature: 0, topP: 1, minP: 0, maxTokens }
      const [draft] = await generator.generate({ messages, count: 1, seed: 0, sampling, signal })
      signal.throwIfAborted()
      if (!draft) throw new Error('The engine returned no answer.')
      if ('error' in draft) throw draft.error
      return {
        model: deployment.name,
        echoed: deployment.name,
        text: draft.text,
        endedByItself: draft.stopReason === 'endOfTurn',
        ...paceOf(draft)
      }
    },
    loadedOf: async () => new Set(),
    unload: async () => undefined,
    // The file belongs to the registry, which deletes it with the model.
    remove: async () => undefined
  }
}
