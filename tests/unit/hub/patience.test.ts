import { expect, test } from 'vitest'
import { withPatience } from '../../../src-main/hub/patience'
import { BrokenConnection } from '../../../src-main/hub/unreachable'

const broken = new BrokenConnection({ code: 'hub_unreachable', message: 'The connection broke.' })

/** Fails as often as there are items; each says whether its attempt brought something. */
async function attempts(brought: readonly boolean[]): Promise<number[]> {
  const waits: number[] = []
  let made = 0
  await withPatience({
    attempt: () => {
      made += 1
      return made > brought.length ? Promise.resolve() : Promise.reject(broken)
    },
    progressed: () => brought[made - 1] ?? false,
    wait: (ms) => {
      waits.push(ms)
      return Promise.resolve()
    },
    signal: new AbortController().signal,
    onWait: () => undefined
  })
  return waits
}

test('an attempt that brings nothing makes the wait longer, one that does begins anew', async () => {
  expect(await attempts([false, false, false])).toEqual([1000, 2000, 4000])
  expect(await attempts([true, true, true])).toEqual([1000, 1000, 1000])
  expect(await attempts([false, false, true, false])).toEqual([1000, 2000, 1000, 2000])
})

test('six attempts that bring nothing are enough', async () => {
  await expect(attempts(Array<boolean>(6).fill(false))).rejects.toBe(broken)
  expect(await attempts(Array<boolean>(20).fill(true))).toHaveLength(20)
})
