import { hash } from 'node:crypto'

/** Seed of the order in which a set of drafts is shown; the same each time the set comes up. */
export const presentationSeed = (setId: string): number => hashNumber(setId) & 0x7fffffff

/** A whole number from 0 to 2³²−1, spread evenly and the same on every machine. */
export const hashNumber = (text: string): number => hash('sha256', text, 'buffer').readUInt32BE(0)

/** Fisher–Yates with mulberry32: the same seed gives the same order on every machine. */
export function shuffled<T>(items: readonly T[], seed: number): T[] {
  const random = mulberry32(seed)
  const result = [...items]
  for (let last = result.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1))
    const [a, b] = [result[last], result[other]]
    if (a === undefined || b === undefined) continue
    result[last] = b
    result[other] = a
  }
  return result
}

function mulberry32(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
