import { Copy, Sparkle } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import type { Persona } from '@contract/personas'
import { useCall } from '../../../bridge'
import { Button } from '../../../ui/Button'
import { Checkbox } from '../../../ui/Checkbox'
import { Dialog } from '../../../ui/Dialog'
import { ErrorNote } from '../../../ui/ErrorNote'
import { TextArea } from '../../../ui/Field'
import { useKept } from '../../../ui/kept'
import { Status } from '../../../ui/Status'
import { count, figure } from '../../../ui/words'
import { FileDrop } from './FileDrop'
import { sayKinds } from './kinds'
import { useAddTopics } from './useAddTopics'

type AddTopicsProps = {
  persona: Persona
  open: boolean
  onClose: () => void
  onSuggest: () => void
}

/** Paste, one topic a line, or a file of lines. What was typed is kept until it is added. */
export const AddTopicsDialog = ({ persona, open, onClose, onSuggest }: AddTopicsProps) => {
  const [text, setText] = useKept(`add topics ${persona.id}`, '')
  const [writeNow, setWriteNow] = useState(true)
  const { add, adding, error, drafts } = useAddTopics(persona, () => {
    setText('')
    onClose()
  })
  const shown = useDeferredValue(text)
  const preview = useCall(
    'topics.previewPaste',
    { personaId: persona.id, text: shown },
    { enabled: open && shown.trim() !== '', keepPrevious: true }
  )
  const found = text.trim() === '' ? nothing : (preview.data ?? nothing)
  const lines = found.lines.length
  const commit = () => add(text, writeNow)
  return (
    <Dialog
      open={open}
      onClose={onClose}
      wide
      title="Add topics"
      text={
        <>
          One topic a line. Bullets and numbers are removed. Add{' '}
          <span className="mono">#essay</span> at the end to set its kind.
        </>
      }
      aside={writeNow && lines > 0 && `${count(lines * drafts, 'draft')} will be written`}
      actions={
        <>
          <Button keys="escape" onClick={onClose}>
            Cancel
          </Button>
          <Button
            look="primary"
            command="app.commit"
            off={lines === 0 && missing(text, found.duplicates)}
            working={adding && 'Adding'}
            onClick={commit}
          >
            {lines === 0 ? 'Add topics' : `Add ${count(lines, 'topic')}`}
          </Button>
        </>
      }
    >
      <FileDrop
        onText={(more) => setText(text.trim() === '' ? more : `${text.trimEnd()}\n${more}`)}
        beside={
          <Button look="quiet" icon={<Sparkle />} onClick={onSuggest}>
            Suggest topics
          </Button>
        }
      >
        <TextArea
          className="mt-4"
          label="Topics"
          hideLabel
          writing
          rows={8}
          value={text}
          onChange={setText}
          autoFocus
        />
        <div className="row between mt-3 gap-4">
          <div className="row gap-4">
            <Status kind="done">{figure(lines)} new</Status>
            {found.duplicates > 0 && (
              <span className="st warn">
                <Copy />
                {figure(found.duplicates)} already here, left out
              </span>
            )}
          </div>
          <Checkbox checked={writeNow} onChange={setWriteNow}>
            Write drafts right away
          </Checkbox>
        </div>
        {lines > 0 && <p className="hint">{sayKinds(found.lines)}</p>}
      </FileDrop>
      {preview.error && <ErrorNote className="mt-3" error={preview.error} />}
      {error !== null && <ErrorNote className="mt-3" error={error} onRetry={commit} />}
    </Dialog>
  )
}

const nothing = { lines: [], duplicates: 0 }

const missing = (text: string, duplicates: number) =>
  text.trim() === '' || duplicates === 0
    ? 'Write at least one topic first.'
    : 'All of these topics are here already.'
