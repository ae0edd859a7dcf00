import { classes } from './words'

type RulerProps = { done: number; total: number }

/** One tick an item, heavy when done, red for the current one. Always beside “12 of 40”. */
export const Ruler = ({ done, total }: RulerProps) => {
  if (total > 60) return <Meter value={done / total} label={`${done} of ${total}`} />
  return (
    <span className="ruler" aria-hidden="true">
      {Array.from({ length: total }, (_, index) => (
        <i key={index} className={index < done ? 'done' : index === done ? 'now' : ''} />
      ))}
    </span>
  )
}

type MeterProps = {
  /** From 0 to 1. */
  value: number
  /** What it measures, for screen readers. */
  label: string
  tone?: 'ink' | 'proof' | 'blue'
  className?: string
}

/** For known totals only; an unknown total shows a count that grows. */
export const Meter = ({ value, label, tone = 'ink', className }: MeterProps) => {
  const percent = Math.min(Math.max(value, 0), 1) * 100
  return (
    <span
      className={classes('meter', tone !== 'ink' && tone, className)}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      // Announced each tenth, not each step.
      aria-valuenow={Math.floor(percent / 10) * 10}
    >
      <i style={{ width: `${percent}%` }} />
    </span>
  )
}
