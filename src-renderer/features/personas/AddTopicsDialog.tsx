import { Copy } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import type { Persona } from '@contract/personas'
import { call, useAct, useCall } from '../../bridge'
import { announce } from '../../ui/announce'
import { Button } from '../../ui/Button'
import { Checkbox } from '../../ui/Checkbox'
import { Dialog } from '../../ui/Dialog'
import { ErrorNote } from '../../ui/ErrorNote'
import { showFailure } from '../../ui/Failure'
import { TextArea } from '../../ui/Field'
import { Status } from '../../ui/Status'
import { count, figure } from '../../ui/words'

type AddTopicsProps = { persona: Persona; open: boolean; onClose: () => void }

/** Paste, one topic a line. What was typed is kept until it is added. */
export const AddTopicsDialog = ({ persona, open, onClose }: AddTopicsProps) => {
  const [text, setText] = useState('')
  const [writeNow, setWriteNow] = useState(true)
  const paste = useAct('topics.paste')
  const settings = useCall('engines.settings', {})
  const shown = useDeferredValue(text)
  const preview = useCall(
    'topics.previewPaste',
    { personaId: persona.id, text: shown },
    { enabled: open && shown.trim() !== '', keepPrevious: true }
  )
  const lines = text.trim() === '' ? 0 : (preview.data?.lines.length ?? 0)
  const duplicates = text.trim() === '' ? 0 : (preview.data?.duplicates ?? 0)
  const perTopic = settings.data?.draftsPerTopic ?? 3
  const add = () =>
    paste.mutate(
      { personaId: persona.id, text },
      {
        onSuccess: ({ added }) => {
          setText('')
          onClose()
          announce(`${count(added.length, 'topic')} added.`)
          const topicIds = added.map(({ id }) => id)
          if (writeNow && topicIds.length > 0) {
            call('drafts.write', { topicIds }).catch(showFailure)
          }
        }
      }
    )
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
      aside={writeNow && lines > 0 && `${count(lines * perTopic, 'draft')} will be written`}
      actions={
        <>
          <Button keys="escape" onClick={onClose}>
            Cancel
          </Button>
          <Button
            look="primary"
            keys="mod+enter"
            off={lines === 0 && missing(text, duplicates)}
            working={paste.isPending ? 'Adding' : null}
            onClick={add}
          >
            {lines === 0 ? 'Add topics' : `Add ${count(lines, 'topic')}`}
          </Button>
        </>
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
          {duplicates > 0 && (
            <span className="st warn">
              <Copy />
              {figure(duplicates)} already here, left out
            </span>
          )}
        </div>
        <Checkbox checked={writeNow} onChange={setWriteNow}>
          Write drafts right away
        </Checkbox>
      </div>
      {preview.error && <ErrorNote className="mt-3" error={preview.error} />}
      {paste.error && <ErrorNote className="mt-3" error={paste.error} onRetry={add} />}
    </Dialog>
  )
}

const missing = (text: string, duplicates: number) =>
  text.trim() === '' || duplicates === 0
    ? 'Write at least one topic first.'
    : 'All of these topics are here already.'
