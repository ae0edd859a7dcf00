import { createHash } from 'node:crypto'

const HELD_OUT_SHARE = 0.1
const SMALLEST_SPLIT = 10

/**
 * The topics kept aside to measure on. A topic's own hash decides, so all its rankings fall on one
 * side and stay there when more are added. With fewer than ten topics all are learned from.
 */
export function heldOutTopics(topicIds: readonly string[]): Set<string> {
  const hashed = [...new Set(topicIds)]
    .map((id) => ({ id, share: hashShare(id) }))
    .sort((a, b) => a.share - b.share)
  if (hashed.length < SMALLEST_SPLIT) return new Set()
  const below = hashed.filter(({ share }) => share < HELD_OUT_SHARE)
  return new Set((below.length > 0 ? below : hashed.slice(0, 1)).map(({ id }) => id))
}

/** Evenly spread from 0 to 1. */
const hashShare = (id: string): number =>
  createHash('sha256').update(id).digest().readUInt32BE(0) / 0xffffffff
