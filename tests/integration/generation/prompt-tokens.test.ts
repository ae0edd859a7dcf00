import fs from 'node:fs'
import path from 'node:path'
import { getLlama } from 'node-llama-cpp'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { ChatMessage } from '@contract/generation'
import { renderPrompt } from '../../../src-main/generation/embedded/prompt'
import { checkGguf } from '../../../src-main/generation/gguf-check'
import { starterModel } from '../../fixtures/generation/embedded'

const Known = z.array(z.object({ messages: z.array(ChatMessage), ids: z.array(z.int()) }))

test('the starter model reads exactly the token ids that transformers gives', async () => {
  const llama = await getLlama({ gpu: false, build: 'never' })
  const model = await llama.loadModel({ modelPath: starterModel(), vocabOnly: true })
  const { chatTemplate } = await checkGguf(starterModel())
  const file = path.resolve(import.meta.dirname, '../../fixtures/generation/smollm2-prompts.json')
  for (const { messages, ids } of Known.parse(JSON.parse(fs.readFileSync(file, 'utf8')))) {
    const text = renderPrompt({ chatTemplate, messages, specialTokens: {} })
    expect(model.tokenize(text, true)).toEqual(ids)
  }
  await llama.dispose()
})
