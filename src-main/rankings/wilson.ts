import type { Rate } from '@contract/rankings'

/** Two-sided 95% quantile of the standard normal distribution. */
const Z = 1.959964

/**
 * A share with its 95% Wilson score interval; null of nothing.
 *
 *     centre = (p + z²/2n) / (1 + z²/n)
 *     margin = z·√(p(1−p)/n + z²/4n²) / (1 + z²/n)
 *
 * E. B. Wilson, “Probable inference, the law of succession, and statistical inference”, JASA 22
 * (1927); recommended for small n by Brown, Cai and DasGupta, Statistical Science 16 (2001).
 */
export function rateOf({ hits, of }: { hits: number; of: number }): Rate | null {
  if (of === 0) return null
  const share = hits / of
  const scale = 1 + Z ** 2 / of
  const centre = (share + Z ** 2 / (2 * of)) / scale
  const margin = (Z * Math.sqrt((share * (1 - share)) / of + Z ** 2 / (4 * of ** 2))) / scale
  // With no hits, or nothing else, the formula ends at 0 or 1 but for rounding.
  return {
    hits,
    of,
    share,
    low: hits === 0 ? 0 : centre - margin,
    high: hits === of ? 1 : centre + margin
  }
}
