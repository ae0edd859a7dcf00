export type StepProgress = {
  /** The job's fraction as this step begins; null for a job of one step, whose total is unknown. */
  start: number | null
  report: (fraction: number | null, message: string) => void
}

type Options = {
  steps: readonly { weight: number }[]
  /** Which of the steps is running. */
  index: number
  onChange: (jobFraction: number | null, message: string) => void
}

const SMALLEST_INTERVAL_MS = 250

/** Turns one step's progress into the whole job's, and passes it on at most four times a second. */
export function createProgress({ steps, index, onChange }: Options): StepProgress {
  const weightOf = (some: Options['steps']): number =>
    some.reduce((sum, { weight }) => sum + weight, 0)
  const total = weightOf(steps)
  const before = weightOf(steps.slice(0, index))
  const share = steps[index]?.weight ?? 0
  let lastAt = 0

  return {
    start: steps.length === 1 ? null : before / total,
    report: (fraction: number | null, message: string): void => {
      const now = Date.now()
      if (now - lastAt < SMALLEST_INTERVAL_MS && fraction !== 1) return
      lastAt = now
      const clamped = fraction === null ? null : Math.min(1, Math.max(0, fraction))
      onChange(clamped === null ? null : (before + clamped * share) / total, message)
    }
  }
}
