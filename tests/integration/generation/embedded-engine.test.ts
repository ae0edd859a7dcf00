import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { EmbeddedEngine, HostProcess } from '../../../src-main/generation/embedded/client'
import type { GeneratedDraft, WrittenDraft } from '../../../src-main/generation/generator'
import {
  buildHost,
  rain,
  sampling,
  startEngine,
  starterModel
} from '../../fixtures/generation/embedded'
import { temporaryFolder } from '../../fixtures/project'

let entry: string
let engine: EmbeddedEngine
let hosts: HostProcess[]
const modelPath = starterModel()

beforeAll(async () => {
  entry = await buildHost()
  ;({ engine, hosts } = startEngine(entry))
})
afterAll(() => engine.close())

const write = (
  change: Partial<Parameters<ReturnType<EmbeddedEngine['generator']>['generate']>[0]>
) =>
  engine
    .generator({ modelPath })
    .generate({ messages: rain, count: 3, sampling: sampling(), seed: 11, ...change })

function written(drafts: GeneratedDraft[]): WrittenDraft[] {
  return drafts.map((draft) => {
    if ('error' in draft) throw draft.error
    return draft
  })
}
const texts = (drafts: GeneratedDraft[]) => written(drafts).map(({ text }) => text)

test('three drafts differ, stream what they become, and say what they cost', async () => {
  const streamed = ['', '', '']
  const drafts = written(
    await write({ onToken: (index, text) => (streamed[index] = (streamed[index] ?? '') + text) })
  )
  expect(new Set(texts(drafts)).size).toBe(3)
  expect(streamed).toEqual(texts(drafts))
  for (const draft of drafts) {
    expect(draft.text.trim()).not.toBe('')
    expect(draft.text).not.toMatch(/<\|im_|\uFFFD/)
    expect(draft.promptTokens).toBeGreaterThan(20)
    expect(draft.completionTokens).toBeGreaterThan(0)
    expect(draft.completionTokens).toBeLessThanOrEqual(20)
    expect(draft.elapsedMs).toBeGreaterThanOrEqual(draft.firstTokenMs)
  }
})

test('the same request gives the same drafts, and any of them can be written alone', async () => {
  const drafts = written(await write({}))
  expect(texts(await write({}))).toEqual(texts(drafts))
  for (const { seed, text } of drafts) {
    expect(texts(await write({ seed, count: 1 }))).toEqual([text])
  }
  expect(texts(await write({ seed: 12 }))).not.toEqual(texts(drafts))
})

test('drafts that end early leave the others as they would be alone', async () => {
  const short = { messages: [{ role: 'user' as const, content: 'Say hi.' }], sampling: sampling() }
  const drafts = written(await write({ ...short, seed: 3 }))
  for (const { seed, text, sampling } of drafts) {
    if (sampling) continue
    expect(texts(await write({ ...short, seed, count: 1 }))).toEqual([text])
  }
})

test('the likeliest text is always the same', async () => {
  const request = { modelPath, messages: rain, maxTokens: 16 }
  const first = await engine.greedy(request)
  expect(first.length).toBeGreaterThan(20)
  expect(await engine.greedy(request)).toBe(first)
  const [draft] = written(
    await write({ count: 1, sampling: sampling({ temperature: 0, maxTokens: 16 }), seed: 99 })
  )
  expect(draft?.text).toBe(first)
})

test('a stop keeps what is written, and the next request starts afresh', async () => {
  const stop = new AbortController()
  let pieces = 0
  const drafts = written(
    await write({
      sampling: sampling({ maxTokens: 2000 }),
      signal: stop.signal,
      onToken: () => {
        pieces += 1
        if (pieces === 30) stop.abort()
      }
    })
  )
  expect(drafts.some(({ stopReason }) => stopReason === 'aborted')).toBe(true)
  for (const { text, completionTokens } of drafts) {
    expect(text.length).toBeGreaterThan(0)
    expect(completionTokens).toBeLessThan(100)
  }
  const waiting = await write({ signal: AbortSignal.abort() })
  expect(texts(waiting)).toEqual(['', '', ''])
  expect(new Set(texts(await write({}))).size).toBe(3)
})

test('requests wait for one another', async () => {
  const [first, second] = await Promise.all([write({ count: 1 }), write({ count: 1, seed: 77 })])
  expect(texts(first)).toEqual(texts(await write({ count: 1 })))
  expect(texts(second)).toEqual(texts(await write({ count: 1, seed: 77 })))
})

test('one that is stopped while it waits is told at once, and does not stop the other', async () => {
  const stop = new AbortController()
  const ended: string[] = []
  const running = write({ count: 1 }).then((drafts) => {
    ended.push('running')
    return drafts
  })
  const waiting = write({ count: 1, signal: stop.signal }).then((drafts) => {
    ended.push('waiting')
    return drafts
  })
  stop.abort()
  expect(texts(await waiting)).toEqual([''])
  expect(texts(await running)[0]).not.toBe('')
  expect(ended).toEqual(['waiting', 'running'])
})

test('a host killed while it writes costs a sentence, and the next request works', async () => {
  const before = hosts.length
  const killed = write({
    sampling: sampling({ maxTokens: 2000 }),
    onToken: () => hosts.at(-1)?.kill()
  })
  const error = {
    code: 'engine_crashed',
    message: expect.stringContaining('stopped while writing') as string,
    remedy: { action: 'retry' }
  }
  expect(await killed).toMatchObject([{ error }, { error }, { error }])
  expect(new Set(texts(await write({}))).size).toBe(3)
  expect(hosts.length).toBe(before + 1)
})

test('what a killed host left in the temporary folder is removed by the next', async () => {
  const left = path.join(os.tmpdir(), 'understudy-prompt-999999999-test')
  fs.mkdirSync(left, { recursive: true })
  const next = startEngine(entry)
  await next.engine.greedy({ modelPath, messages: rain, maxTokens: 2 })
  expect(fs.existsSync(left)).toBe(false)
  await next.engine.close()
})

test('a prompt longer than the model can read is refused before anything is written', async () => {
  const messages = [{ role: 'user' as const, content: 'rain '.repeat(9000) }]
  const message = expect.stringContaining('reads at most 8192') as string
  expect(await write({ messages, count: 1 })).toMatchObject([
    { error: { code: 'engine_refused', message } }
  ])
})

test('a damaged copy of the model has its sentence, and never reaches native code', async () => {
  const copy = path.join(temporaryFolder(), 'damaged.gguf')
  fs.writeFileSync(copy, fs.readFileSync(modelPath).subarray(0, 60_000_000))
  const generator = engine.generator({ modelPath: copy })
  const before = hosts.length
  const message =
    'The model file “damaged.gguf” cannot be used: it ends in the middle of its weights; its copy was probably cut short. Nothing was changed.'
  expect(
    await generator.generate({ messages: rain, count: 1, sampling: sampling(), seed: 1 })
  ).toMatchObject([{ error: { code: 'model_unreadable', message } }])
  expect(hosts.length).toBe(before)
  expect(texts(await write({ count: 1 }))).toHaveLength(1)
})

test('two models stay loaded, and the one used longest ago makes room', async () => {
  const dir = temporaryFolder()
  const copies = ['a.gguf', 'b.gguf'].map((name) => path.join(dir, name))
  for (const copy of copies) fs.symlinkSync(modelPath, copy)
  for (const copy of copies) await engine.greedy({ modelPath: copy, messages: rain, maxTokens: 2 })
  const { loadedModels } = await engine.ping()
  expect(loadedModels.map((key) => path.basename(key.split('@')[0] ?? ''))).toEqual([
    'a.gguf',
    'b.gguf'
  ])
})

test('an idle host ends, and the next request starts another', async () => {
  const idle = startEngine(entry, { idleMs: 20 })
  const request = { modelPath, messages: rain, maxTokens: 2 }
  const first = await idle.engine.greedy(request)
  await new Promise<void>((resolve) => idle.hosts[0]?.onExit(() => resolve()))
  expect(await idle.engine.greedy(request)).toBe(first)
  expect(idle.hosts).toHaveLength(2)
  await idle.engine.close()
})
