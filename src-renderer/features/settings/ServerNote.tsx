import { RotateCw } from 'lucide-react'
import { useState } from 'react'
import type { ServerStatus } from '@contract/generation'
import { envelopeOf } from '../../bridge'
import { Button } from '../../ui/Button'
import { CopyDetails, ErrorNote } from '../../ui/ErrorNote'
import { Note } from '../../ui/Note'
import { Select } from '../../ui/Select'
import { figure } from '../../ui/words'
import { noteKind } from './server-words'
import type { ServerInView } from './useServer'

type ServerNoteProps = {
  view: ServerInView
  /** Whether it is the default writer: then it matters more. */
  chosen: boolean
  /** The model that drafts are asked of here, if one was chosen. */
  model: string | null
  onEnterToken: () => void
}

/** What is wrong with a server, why, and the button that mends it here. */
export const ServerNote = ({ view, chosen, model, onEnterToken }: ServerNoteProps) => {
  const { status, trouble, check, checking } = view
  if (trouble) {
    return (
      <ErrorNote
        className="mt-3.5 ml-6.5"
        error={trouble}
        retryLabel="Check again"
        onRetry={check}
      />
    )
  }
  if (!status?.error || status.state === 'notSet') return null
  // A load that failed says more than that nothing is loaded.
  const error = view.notLoaded ? envelopeOf(view.notLoaded) : status.error
  const action = view.notLoaded ? 'load-model' : error.remedy?.action
  return (
    <Note
      className="mt-3.5 ml-6.5"
      kind={view.notLoaded ? 'stop' : noteKind(status, { chosen })}
      title={error.message}
      actions={
        <>
          {action === 'start-server' && (
            <Button working={view.starting ? 'Starting' : null} onClick={view.start}>
              Start the server
            </Button>
          )}
          {action === 'load-model' && <LoadModel view={view} status={status} model={model} />}
          {action === 'enter-token' && <Button onClick={onEnterToken}>Enter the token</Button>}
          {action === 'retry' && (
            <Button icon={<RotateCw />} working={checking ? 'Checking' : null} onClick={check}>
              Check again
            </Button>
          )}
          <CopyDetails envelope={error} />
        </>
      }
    >
      {error.remedy?.text}
    </Note>
  )
}

/** Whether the note has the button that looks again; then there is no second one above it. */
export const notesCheck = ({ status, trouble }: ServerInView): boolean =>
  trouble !== null || status?.error?.remedy?.action === 'retry'

type LoadModelProps = { view: ServerInView; status: ServerStatus; model: string | null }

/** Enough for persona, topic and a draft, where memory is short. */
const SMALL_CONTEXT = 4096

/** Which model, and the button: the one that writes, unless another is picked. */
const LoadModel = ({ view, status, model }: LoadModelProps) => {
  const { models } = status
  const [picked, setPicked] = useState<string | null>(null)
  const wanted = models.find(({ id }) => id === (picked ?? model)) ?? models[0]
  if (!wanted) return null
  const refused = view.notLoaded !== null && envelopeOf(view.notLoaded).code === 'engine_refused'
  return (
    <>
      {models.length > 1 && (
        <Select
          className="w-60!"
          label="Model to load"
          value={wanted.id}
          options={models.map(({ id, name, detail }) => ({ value: id, label: name, detail }))}
          onChange={setPicked}
        />
      )}
      {refused && (
        <Button
          off={view.loading && 'It is being loaded.'}
          onClick={() => view.load(wanted.id, SMALL_CONTEXT)}
        >
          Load with a context of {figure(SMALL_CONTEXT)}
        </Button>
      )}
      <Button
        working={view.loading ? `Loading ${wanted.name}` : null}
        onClick={() => view.load(wanted.id)}
      >
        {models.length > 1 ? 'Load it now' : `Load ${wanted.name}`}
      </Button>
    </>
  )
}
