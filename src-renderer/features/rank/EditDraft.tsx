import { useEffect, useRef } from 'react'
import type { SittingItem } from '@contract/rankings'
import { Button } from '../../ui/Button'
import { Changes } from '../../ui/Changes'
import { changesOf, countChanges, excerpt } from '../../ui/word-diff'
import { useShortcut } from '../../ui/shortcuts/useShortcut'
import { count, letter } from '../../ui/words'
import { keepText, leaveEdit, saveEdit, startOver } from './editing'
import { useKept } from './kept'

type EditProps = { item: SittingItem; place: number }

/** The draft's own text in its own place. */
export const EditDraft = ({ item, place }: EditProps) => {
  const { text } = useTyped({ item, place })
  const area = useRef<HTMLTextAreaElement>(null)
  useShortcut('escape', () => leaveEdit(item, place))
  useEffect(() => {
    area.current?.focus()
    area.current?.setSelectionRange(0, 0)
  }, [])
  return (
    <textarea
      ref={area}
      className="draft-edit"
      aria-label={`Text of draft ${letter(place)}`}
      value={text}
      spellCheck
      onChange={({ target }) => keepText(item, place, target.value)}
    />
  )
}

/** What was changed so far, word by word. It stays in sight under the text. */
export const EditChanges = ({ item, place }: EditProps) => {
  const { original, text } = useTyped({ item, place })
  const changes = changesOf(original, text)
  if (countChanges(changes) === 0) return null
  return (
    <div className="edit-changes" tabIndex={0} aria-label="What you changed">
      <Changes changes={excerpt(changes)} />
      <Button look="quiet" className="start-over" onClick={() => startOver(item, place)}>
        Start over
      </Button>
    </div>
  )
}

/** “Editing the best”, and how many places are changed so far. */
export const EditHead = ({ item, place, best }: EditProps & { best: boolean }) => {
  const { original, text } = useTyped({ item, place })
  const changed = countChanges(changesOf(original, text))
  return (
    <span className="origin">
      <b className="med">{best ? 'Editing the best' : 'Editing'}</b>
      <span>{changed === 0 ? 'No changes yet' : count(changed, 'change')}</span>
    </span>
  )
}

export const SaveEdit = ({ item, place }: EditProps) => {
  const { text } = useTyped({ item, place })
  return (
    <Button
      look="primary"
      command="app.commit"
      off={text.trim() === '' && 'The edited draft is empty.'}
      onClick={() => saveEdit(item, place)}
    >
      Save
    </Button>
  )
}

const useTyped = ({ item, place }: EditProps): { original: string; text: string } => {
  const { edits } = useKept(item)
  const original = item.drafts[place]?.text ?? ''
  return { original, text: edits[place] ?? original }
}
