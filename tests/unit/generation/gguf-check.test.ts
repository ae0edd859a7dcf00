import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { AppError } from '../../../src-main/app-error'
import { architectures } from '../../../src-main/generation/gguf/architectures'
import { checkGguf } from '../../../src-main/generation/gguf-check'
import {
  asFile,
  buildGguf,
  needed,
  oneTensor,
  stringEntry,
  u32,
  u32Entry,
  u64,
  type GgufParts
} from '../../fixtures/generation/gguf'
import { temporaryFolder } from '../../fixtures/project'

const fixtures = path.resolve(import.meta.dirname, '../../fixtures/generation/gguf')
const without = (key: string) => needed.filter((entry) => entry.key !== key)
const tensor = (change: Partial<(typeof oneTensor)[number]>) => [
  { name: 'w', dimensions: [32n], type: 0, offset: 0n, ...change }
]

async function complaint(file: string): Promise<string> {
  const error: unknown = await checkGguf(file).catch((thrown: unknown) => thrown)
  if (!(error instanceof AppError)) throw new Error('The file was accepted.')
  expect(error.code).toBe('model_unreadable')
  expect(error.message).toMatch(/^The model file “.+” cannot be used: it .+ Nothing was changed\.$/)
  return error.message
}

test('a right file is accepted, with what its header says', async () => {
  const facts = await checkGguf(asFile(buildGguf()))
  expect(facts).toMatchObject({ architecture: 'llama', tensorCount: 1 })
  expect(facts.chatTemplate).toContain('messages')
})

test('the kinds of models are those that the engine knows', async () => {
  const library: object = await import('node-llama-cpp')
  const known = z.record(z.string(), z.string()).parse(Reflect.get(library, 'GgufArchitectureType'))
  expect([...architectures].sort()).toEqual([...new Set(Object.values(known))].sort())
})

test('a file that changed is looked at again', async () => {
  const file = asFile(buildGguf())
  await checkGguf(file)
  fs.writeFileSync(file, 'something else altogether')
  expect(await complaint(file)).toContain('is no GGUF file')
})

const nestedArray = { key: 'x', type: 9, value: Buffer.concat([u32(9), u64(1n)]) }
const hugeArray = { key: 'x', type: 9, value: Buffer.concat([u32(0), u64(2n ** 60n)]) }
const hugeString = { key: 'x', type: 8, value: u64(2n ** 62n) }

const bad: [string, GgufParts, string][] = [
  ['another magic', { magic: 'GGML' }, 'is no GGUF file'],
  ['version 1', { version: 1 }, 'has GGUF version 1, not 2 or 3'],
  ['a future version', { version: 4 }, 'has GGUF version 4'],
  ['big-endian', { version: 0x03000000 }, 'big-endian'],
  ['too many tensors', { tensorCount: 2n ** 40n }, 'impossible number of tensors'],
  ['too many entries', { entryCount: 2n ** 40n }, 'impossible number of entries'],
  ['more entries than there are', { entryCount: 60_000n }, 'cannot be used'],
  ['an entry twice', { entries: [...needed, ...needed] }, 'twice'],
  ['an entry without a name', { entries: [...needed, u32Entry('', 1)] }, 'without a name'],
  [
    'an unknown value type',
    { entries: [{ key: 'x', type: 99, value: u32(0) }] },
    'unknown type 99'
  ],
  ['lists in lists', { entries: [nestedArray] }, 'list of the unknown type 9'],
  ['an endless list', { entries: [hugeArray] }, 'list of impossible length'],
  ['an endless text', { entries: [hugeString] }, 'impossible length'],
  ['no architecture', { entries: without('general.architecture') }, 'what kind of model'],
  [
    'an unknown architecture',
    { entries: [stringEntry('general.architecture', 'nonsuch')] },
    'nonsuch'
  ],
  ['an adapter', { entries: [...needed, stringEntry('general.type', 'adapter')] }, 'an adapter'],
  ['no layers', { entries: without('llama.block_count') }, 'how many layers'],
  [
    'too many layers',
    { entries: [...without('llama.block_count'), u32Entry('llama.block_count', 513)] },
    'impossible number of layers'
  ],
  ['no chat template', { entries: without('tokenizer.chat_template') }, 'no chat template'],
  ['no weights', { tensors: [] }, 'a vocabulary but no weights'],
  ['an alignment of 0', { entries: [...needed, u32Entry('general.alignment', 0)] }, 'alignment'],
  ['an odd alignment', { entries: [...needed, u32Entry('general.alignment', 48)] }, 'alignment'],
  [
    '2 MiB alignment',
    { entries: [...needed, u32Entry('general.alignment', 2 ** 21)] },
    'alignment'
  ],
  ['weights cut short', { data: 127 }, 'ends in the middle of its weights'],
  ['an offset beyond the end', { tensors: tensor({ offset: 2n ** 40n }) }, 'middle of its weights'],
  ['an offset that overflows', { tensors: tensor({ offset: 2n ** 64n - 32n }) }, 'of its weights'],
  ['an offset between places', { tensors: tensor({ offset: 1n }) }, 'in the wrong place'],
  ['a size that overflows', { tensors: tensor({ dimensions: [2n ** 62n, 4n] }) }, 'of its weights'],
  ['five dimensions', { tensors: tensor({ dimensions: [1n, 1n, 1n, 1n, 1n] }) }, 'dimensions'],
  ['an unknown tensor type', { tensors: tensor({ type: 4 }) }, 'unknown or impossible kind'],
  ['half a block', { tensors: tensor({ type: 2, dimensions: [31n] }) }, 'unknown or impossible'],
  ['a long name', { tensors: tensor({ name: 'w'.repeat(65) }) }, 'tensor name'],
  ['two tensors of one name', { tensors: [...oneTensor, ...oneTensor] }, 'of the same name']
]

test.each(bad)('refused: %s', async (_, parts, words) => {
  expect(await complaint(asFile(buildGguf(parts)))).toContain(words)
})

describe('files of others', () => {
  test.each([
    ['tiny.gguf', 'cannot be used'],
    ['empty.gguf', 'cannot be used'],
    ['ggml-vocab-phi-3.gguf', 'holds a vocabulary but no weights']
  ])('%s', async (name, words) => {
    expect(await complaint(path.join(fixtures, name))).toContain(words)
  })
})

test('a header cut anywhere is refused', async () => {
  const whole = buildGguf()
  const dir = temporaryFolder()
  for (let length = 0; length < whole.length; length += 1) {
    const file = path.join(dir, `${length}.gguf`)
    fs.writeFileSync(file, whole.subarray(0, length))
    await complaint(file)
  }
})

test('2,000 damaged files end in acceptance or a sentence, and never in anything else', async () => {
  const vocabulary = fs.readFileSync(path.join(fixtures, 'ggml-vocab-phi-3.gguf')).subarray(0, 4096)
  const originals = [buildGguf(), vocabulary]
  const random = numbersFrom(20_261_121)
  const dir = temporaryFolder()
  let refused = 0
  for (let round = 0; round < 2000; round += 1) {
    const bytes = Buffer.from(originals[round % 2] ?? [])
    for (let flips = 1 + (random() % 4); flips > 0; flips -= 1) {
      bytes[random() % bytes.length] = random() % 256
    }
    const file = path.join(dir, `${round}.gguf`)
    fs.writeFileSync(file, bytes)
    const outcome: unknown = await checkGguf(file).catch((thrown: unknown) => thrown)
    fs.rmSync(file)
    if (!(outcome instanceof AppError)) continue
    refused += 1
    expect(outcome.code).toBe('model_unreadable')
  }
  expect(refused).toBeGreaterThan(1000)
})

test('a file that is gone, or is a folder, has its own sentence', async () => {
  const dir = temporaryFolder()
  await expect(checkGguf(path.join(dir, 'none.gguf'))).rejects.toMatchObject({ code: 'not_found' })
  await expect(checkGguf(dir)).rejects.toMatchObject({ code: 'model_unreadable' })
})

/** The same numbers for the same seed (mulberry32). */
function numbersFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
}
