import type { TrainerEvent } from '@contract/trainer-events'
import { Note } from '../../../ui/Note'

type EndedEarlyProps = { events: readonly TrainerEvent[]; stage: string }

/** Said where a stage ended before its last planned step. */
export const EndedEarly = ({ events, stage }: EndedEarlyProps) => {
  const told = events.findLast(
    (event) => event.type === 'warning' && event.code === 'stopped_early' && event.stage === stage
  )
  if (told?.type !== 'warning') return null
  return (
    <Note kind="info" className="mb-5" title="This stage ended early.">
      {told.message}
    </Note>
  )
}
