import { useState } from 'react'
import type { z } from 'zod'

/** What is wrong with the value, in a sentence; null when nothing is. */
export type Validate = (value: string) => string | null

/** A field's rule taken from the contract, so that window and main say the same. */
export const ruleOf =
  (schema: z.ZodType): Validate =>
  (value) =>
    schema.safeParse(value).error?.issues[0]?.message ?? null

type Check = { problem: string | null; onBlur: () => void }

/** Judges when the field is left, and from then on with each keystroke until it is right. */
export const useCheck = (value: string, validate?: Validate, forced = false): Check => {
  const [judged, setJudged] = useState(false)
  const problem = validate?.(value) ?? null
  const onBlur = (): void => setJudged(problem !== null)
  return { problem: judged || forced ? problem : null, onBlur }
}
