import { expect, test } from 'vitest'
import { readRepository, RepositoryId } from '../../../src-preload/contract/hub'
import { catalogue } from '../../../src-main/hub/catalogue'
import { fitOf, machineOf, type Machine } from '../../../src-main/hub/fits'
import { createSpeed } from '../../../src-main/hub/speed'
import { parametersOf } from '../../../src-main/training/base-shape'

test('every shape has the number of parameters that its model is published with', () => {
  for (const { name, shape, parameters } of catalogue) {
    const off = Math.abs(parametersOf(shape) - parameters) / parameters
    expect(off, name).toBeLessThan(0.0002)
  }
})

test('the catalogue goes from small to large, in sizes of 16-bit weights', () => {
  const sizes = catalogue.map(({ downloadBytes }) => downloadBytes)
  expect(catalogue.map(({ parameters }) => parameters)).toEqual(
    catalogue.map(({ parameters }) => parameters).sort((a, b) => a - b)
  )
  expect(new Set(catalogue.map(({ repository }) => repository)).size).toBe(sizes.length)
  for (const { repository, downloadBytes, parameters } of catalogue) {
    expect(RepositoryId.safeParse(repository).success).toBe(true)
    // Some store their tied head beside the embeddings.
    expect(downloadBytes / parameters).toBeGreaterThan(1.99)
    expect(downloadBytes / parameters).toBeLessThan(2.6)
  }
})

test('what fits: small ones as they are, middling ones in 4 bits, large ones not at all', () => {
  const machine = (gigabytes: number, fourBit = true): Machine => ({
    safeBytes: gigabytes * 0.75e9,
    precision: 'bf16',
    fourBit
  })
  const verdict = (repository: string, on: Machine): string => {
    const base = catalogue.find((one) => one.repository === repository)
    return base ? fitOf(base.shape, on).verdict : ''
  }
  expect(verdict('HuggingFaceTB/SmolLM2-135M-Instruct', machine(8))).toBe('lora')
  expect(verdict('Qwen/Qwen3-4B-Instruct-2507', machine(16))).toBe('qlora')
  expect(verdict('Qwen/Qwen3-4B-Instruct-2507', machine(16, false))).toBe('none')
  expect(verdict('meta-llama/Llama-3.1-8B-Instruct', machine(8))).toBe('none')
  expect(verdict('meta-llama/Llama-3.1-8B-Instruct', machine(64))).toBe('lora')
})

test('what cannot fit says the least that it would take', () => {
  const llama = catalogue.at(-1)
  if (!llama) throw new Error('The catalogue is empty.')
  const small: Machine = { safeBytes: 4e9, precision: 'fp32', fourBit: true }
  const fit = fitOf(llama.shape, small)
  expect(fit.verdict).toBe('none')
  expect(fit.bytes).toBeLessThan(fitOf(llama.shape, { ...small, fourBit: false }).bytes)
})

test('a graphics card counts with its own memory', () => {
  const probe = {
    python: '3.12',
    torch: '2.13',
    transformers: '5.18',
    peft: '1',
    device: 'cuda' as const,
    deviceName: 'A card',
    memoryMb: 24_576,
    bf16Speedup: 4,
    fourBit: true
  }
  expect(machineOf(probe)).toEqual({
    safeBytes: 24 * 2 ** 30 * 0.75,
    precision: 'bf16',
    fourBit: true
  })
})

test('a repository is read from its name, its page or a revision', () => {
  const main = { repository: 'Qwen/Qwen3-0.6B', revision: 'main' }
  expect(readRepository(' Qwen/Qwen3-0.6B ')).toEqual(main)
  expect(readRepository('https://huggingface.co/Qwen/Qwen3-0.6B')).toEqual(main)
  expect(readRepository('https://huggingface.co/Qwen/Qwen3-0.6B/tree/v1.0')).toEqual({
    ...main,
    revision: 'v1.0'
  })
  expect(readRepository('Qwen/Qwen3-0.6B@refs/pr/3')).toEqual({ ...main, revision: 'refs/pr/3' })
  for (const wrong of ['', 'Qwen', '../etc/passwd', 'a/b/c', 'a/..', '-a/b', 'a/b@../x', 'a b/c'])
    expect(readRepository(wrong), wrong).toBeNull()
})

test('the time left follows the speed of the last seconds, not of what was there before', () => {
  let now = 0
  const speed = createSpeed(10e9, () => now)
  expect(speed.say(5e9)).toBe('5.0 GB of 10.0 GB')
  now = 10_000
  expect(speed.say(5.5e9)).toBe('5.5 GB of 10.0 GB, 50 MB a second, about 2 min left')
  now = 30_000
  expect(speed.say(5.6e9)).toContain('5 MB a second')
})
