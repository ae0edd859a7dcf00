/**
 * The largest seed. llama.cpp keeps 2³² − 1 for "a random one" and the bindings cut negative and
 * fractional seeds to the same whole number, so seeds stay whole, positive and below 2³¹.
 */
export const MAX_SEED = 0x7fffffff

/**
 * The seed of one draft. The first draft takes the request's seed itself, so that any draft can be
 * written again alone; the others are spread over the whole range, and so are further attempts.
 */
export function draftSeed(options: { seed: number; index: number; attempt?: number }): number {
  const { seed, index, attempt = 0 } = options
  const first = wholeSeed(seed)
  if (index === 0 && attempt === 0) return first
  const taken = new Set([first])
  let step = 0
  for (;;) {
    step += 1
    const candidate = spread(first + step * 0x9e3779b9)
    if (taken.has(candidate)) continue
    taken.add(candidate)
    // Draft 1 takes the first free seed; a new attempt skips as many as there can be drafts.
    if (taken.size - 1 === index + attempt * DRAFTS_AT_MOST) return candidate
  }
}

const DRAFTS_AT_MOST = 16

function wholeSeed(seed: number): number {
  return Number.isFinite(seed) ? Math.abs(Math.trunc(seed)) % MAX_SEED : 0
}

/** The mixing step of MurmurHash3, cut to 31 bits: neighbours end far apart. */
function spread(value: number): number {
  let mixed = value >>> 0
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return ((mixed ^ (mixed >>> 16)) >>> 0) % MAX_SEED
}
