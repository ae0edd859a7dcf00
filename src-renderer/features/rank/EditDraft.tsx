import { useEffect, useRef } from 'react'
import { Button } from '../../ui/Button'
import { useShortcut } from '../../ui/shortcuts/useShortcut'
import { count } from '../../ui/words'
import { Changes } from './Changes'
import { changesOf, countChanges, excerpt } from './changes'
import { useDesk } from './desk'
import { send } from './store'

type EditDraftProps = { original: string; name: string }

/** The draft's own text in its own place; what changed stands below it, word by word. */
export const EditDraft = ({ original, name }: EditDraftProps) => {
  const { editing } = useDesk()
  const area = useRef<HTMLTextAreaElement>(null)
  useShortcut('escape', () => useDesk.setState({ editing: null }))
  useEffect(() => {
    area.current?.focus()
    area.current?.setSelectionRange(0, 0)
  }, [])
  if (!editing) return null
  const changes = changesOf(original, editing.text)
  const changed = countChanges(changes)
  return (
    <div className="draft-edit">
      <textarea
        ref={area}
        aria-label={`Text of draft ${name}`}
        value={editing.text}
        spellCheck
        onChange={({ target }) =>
          useDesk.setState({ editing: { place: editing.place, text: target.value } })
        }
      />
      {changed > 0 && (
        <div className="edit-changes" tabIndex={0} aria-label="What you changed">
          <Changes changes={excerpt(changes)} />
        </div>
      )}
    </div>
  )
}

/** “Editing the best”, and how many places are changed so far. */
export const EditHead = ({ original, best }: { original: string; best: boolean }) => {
  const text = useDesk(({ editing }) => editing?.text ?? original)
  const changed = countChanges(changesOf(original, text))
  return (
    <span className="origin">
      <b className="med">{best ? 'Editing the best' : 'Editing'}</b>
      <span>{changed === 0 ? 'No changes yet' : count(changed, 'change')}</span>
    </span>
  )
}

/** Unchanged text is no edit: saving it takes an earlier edit back. */
export const SaveEdit = ({ original }: { original: string }) => {
  const { editing } = useDesk()
  if (!editing) return null
  const text = editing.text.trim()
  const save = () => {
    const edit = text === original.trim() ? null : { place: editing.place, text }
    send({ type: 'edited', edit })
    useDesk.setState({ editing: null })
  }
  return (
    <Button
      look="primary"
      keys="mod+enter"
      off={text === '' && 'The edited draft is empty.'}
      onClick={save}
    >
      Save
    </Button>
  )
}
