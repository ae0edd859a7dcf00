import { z } from 'zod'

/** UUIDv7 of a row. */
export const Id = z.uuid()

/** Integer milliseconds since the epoch, UTC. */
export const Timestamp = z.int().nonnegative()

export const Nothing = z.object({}).strict()

/** Number from 0 to 1. */
export const Fraction = z.number().min(0).max(1)
