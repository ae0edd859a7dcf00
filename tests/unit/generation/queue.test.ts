import { expect, test } from 'vitest'
import { createQueue } from '../../../src-main/generation/queue'

/** Tasks that end when they are told to, and a record of which run. */
function scene(atOnce: number) {
  const inTurn = createQueue({ atOnce })
  const running = new Set<string>()
  const ends = new Map<string, () => void>()
  const add = (name: string, signal?: AbortSignal): Promise<string> =>
    inTurn({
      signal,
      instead: () => `${name} not run`,
      run: async () => {
        running.add(name)
        await new Promise<void>((resolve) => ends.set(name, resolve))
        running.delete(name)
        if (name === 'bad') throw new Error('bad')
        return name
      }
    })
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
  const end = async (name: string): Promise<void> => {
    ends.get(name)?.()
    await settle()
  }
  return { add, end, running, settle }
}

test('so many run at once, the others in the order in which they came', async () => {
  const { add, end, running, settle } = scene(2)
  const all = ['a', 'b', 'c', 'd'].map((name) => add(name))
  await settle()
  expect([...running]).toEqual(['a', 'b'])
  await end('b')
  expect([...running]).toEqual(['a', 'c'])
  await end('a')
  await end('c')
  await end('d')
  expect(await Promise.all(all)).toEqual(['a', 'b', 'c', 'd'])
})

test('a failed task stops nobody', async () => {
  const { add, end, running, settle } = scene(1)
  const bad = add('bad')
  const good = add('good')
  const refused = expect(bad).rejects.toThrow('bad')
  await settle()
  await end('bad')
  await refused
  expect([...running]).toEqual(['good'])
  await end('good')
  expect(await good).toBe('good')
})

test('an abort takes a waiting task out, and never starts it', async () => {
  const { add, end, running, settle } = scene(1)
  const stop = new AbortController()
  const first = add('first')
  const waiting = add('waiting', stop.signal)
  const last = add('last')
  stop.abort()
  expect(await waiting).toBe('waiting not run')
  expect(await add('late', stop.signal)).toBe('late not run')
  await settle()
  await end('first')
  expect([...running]).toEqual(['last'])
  await end('last')
  expect(await Promise.all([first, last])).toEqual(['first', 'last'])
})
