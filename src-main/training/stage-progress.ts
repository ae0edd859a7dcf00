import type { TrainerEvent } from '@contract/trainer-events'

/** Turns a stage's events into a job's progress: steps where they are counted, fractions elsewhere. */
export function createStageProgress(
  report: (fraction: number | null, message: string) => void
): (events: readonly TrainerEvent[]) => void {
  let totalSteps = 0
  return (events) => {
    for (const event of events) {
      if (event.type === 'stage') {
        totalSteps = event.totalSteps
        report(0, event.title)
      } else if (event.type === 'progress') {
        report(event.fraction, event.message)
      } else if (event.type === 'metric' && event.split === 'train' && totalSteps > 0) {
        const fraction = Math.min(1, event.step / totalSteps)
        report(fraction, `Step ${event.step} of ${totalSteps}, loss ${event.loss.toFixed(2)}`)
      }
    }
  }
}
