import { RotateCw } from 'lucide-react'
import type { CommandId } from '@contract/commands'
import { Button, IconButton } from '../../ui/Button'
import { ErrorNote } from '../../ui/ErrorNote'
import { Note } from '../../ui/Note'
import { letter } from '../../ui/words'
import type { GalleyColumn } from './columns'
import type { Writing } from './useWriting'

const againCommands: readonly CommandId[] = [
  'topic.again1',
  'topic.again2',
  'topic.again3',
  'topic.again4'
]

type AgainProps = { index: number; writing: Writing }

/** In the head of a finished draft: another in its place, and this one to the history. */
export const AgainIcon = ({ index, writing }: AgainProps) => (
  <IconButton
    className="again"
    label={`Write draft ${letter(index)} again; this one stays in the history`}
    command={againCommands[index]}
    working={writing.pendingOne === index ? 'Starting' : null}
    onClick={() => writing.startOne(index)}
  >
    <RotateCw />
  </IconButton>
)

type FailedDraftProps = { column: GalleyColumn; again: Writing | null }

/** The others go on; writing it again is offered when they are done. */
export const FailedDraft = ({ column, again }: FailedDraftProps) => {
  const { index, error } = column
  if (error) {
    return (
      <ErrorNote
        error={error}
        retryLabel="Write again"
        onRetry={again ? () => again.startOne(index) : undefined}
      />
    )
  }
  return (
    <Note
      kind="stop"
      title="This draft was not written."
      actions={
        again && (
          <Button
            icon={<RotateCw />}
            command={againCommands[index]}
            working={again.pendingOne === index ? 'Starting' : null}
            onClick={() => again.startOne(index)}
          >
            Write again
          </Button>
        )
      }
    >
      The others are whole and can be ranked without it.
    </Note>
  )
}
