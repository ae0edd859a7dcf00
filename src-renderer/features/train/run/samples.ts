import type { TrainerEvent } from '@contract/trainer-events'

export type Sample = Extract<TrainerEvent, { type: 'sample' }>

/** What was written on one prompt, from before the first step to the newest look. */
export type SampleRow = { prompt: string; samples: Sample[] }

/** The sample drafts by prompt. A step that is done again after a stop replaces what it wrote. */
export const sampleRows = (events: readonly TrainerEvent[]): SampleRow[] => {
  const rows = new Map<string, Map<string, Sample>>()
  for (const event of events) {
    if (event.type !== 'sample') continue
    const row = rows.get(event.prompt) ?? new Map<string, Sample>()
    row.set(`${event.stage} ${String(event.step)}`, event)
    rows.set(event.prompt, row)
  }
  return [...rows].map(([prompt, row]) => ({ prompt, samples: [...row.values()] }))
}
