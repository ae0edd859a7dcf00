import path from 'node:path'
import { z } from 'zod'
import { readJson } from './json-file'

/** The part of a Hugging Face tokenizer.json that lists what is more than text. */
const Tokenizer = z.object({
  added_tokens: z.array(z.object({ content: z.string(), special: z.boolean() }))
})

/** The special tokens of a model folder: `<|im_start|>` and its like, which belong in no answer. */
export function templateTokensOf(modelFolder: string): string[] {
  const tokenizer = readJson(path.join(modelFolder, 'tokenizer.json'), Tokenizer)
  return (tokenizer?.added_tokens ?? [])
    .filter(({ special, content }) => special && content.length > 1)
    .map(({ content }) => content)
}
