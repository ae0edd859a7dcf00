import type { TrainerEvent } from '@contract/trainer-events'
import type { Stage } from '@contract/run-settings'
import { StageSummary } from '@contract/training'

/** True when the trainer has finished this stage, in whichever try. */
export function stageIsFinished(events: readonly TrainerEvent[], stage: string): boolean {
  return events.some(
    (event) => event.type === 'done' && event.stage === stage && event.status === 'finished'
  )
}

/** What the trainer said when a stage ended, by itself or when asked; null when it said nothing. */
export function summaryOf(events: readonly TrainerEvent[], stage: Stage): StageSummary | null {
  const done = events.findLast((event) => event.type === 'done' && event.stage === stage)
  if (done?.type !== 'done') return null
  const parsed = StageSummary.safeParse({
    heldOutLoss: null,
    preferenceAccuracy: null,
    ...done.summary
  })
  return parsed.success ? parsed.data : null
}
