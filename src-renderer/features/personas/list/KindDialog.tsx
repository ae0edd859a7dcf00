import { useState } from 'react'
import { topicCalls } from '@contract/topics'
import { useCall } from '../../../bridge'
import { Button } from '../../../ui/Button'
import { Dialog } from '../../../ui/Dialog'
import { TextField } from '../../../ui/Field'
import { ruleOf } from '../../../ui/useCheck'
import { count } from '../../../ui/words'

type KindDialogProps = {
  personaId: string | null
  /** How many topics get it. */
  topics: number
  onClose: () => void
  onSet: (kind: string | null) => void
}

/** One kind for several topics: one in use, another, or none. */
export const KindDialog = ({ personaId, topics, onClose, onSet }: KindDialogProps) => {
  const kinds = useCall('topics.kinds', { personaId })
  const [kind, setKind] = useState('')
  const set = (next: string) => {
    const name = next.trim()
    if (name !== '' && rule(name) !== null) return
    onSet(name === '' ? null : name)
    onClose()
  }
  const bare = kind.trim() === ''
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Which kind of ${topics === 1 ? 'topic is it' : 'topics are they'}?`}
      text="A kind is a word of your own, such as essay, to filter and sort by."
      actions={
        <>
          <Button keys="escape" onClick={onClose}>
            Cancel
          </Button>
          <Button look="primary" command="app.commit" onClick={() => set(kind)}>
            {bare ? 'Set no kind' : `Set the kind of ${count(topics, 'topic')}`}
          </Button>
        </>
      }
    >
      <TextField
        className="mt-4"
        label="Kind"
        value={kind}
        onChange={setKind}
        validate={(value) => (value.trim() === '' ? null : rule(value.trim()))}
        hint="Left empty, they have none."
        maxLength={40}
        autoFocus
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.metaKey || event.ctrlKey) return
          event.preventDefault()
          set(kind)
        }}
      />
      {kinds.data && kinds.data.kinds.length > 0 && (
        <div className="mt-4" role="group" aria-label="Kinds in use">
          <p className="label med mb-1.5">In use</p>
          <div className="flex flex-wrap gap-1.5">
            {kinds.data.kinds.slice(0, 40).map((one) => (
              <button key={one} type="button" className="tag press" onClick={() => set(one)}>
                {one}
              </button>
            ))}
          </div>
        </div>
      )}
    </Dialog>
  )
}

const rule = ruleOf(topicCalls['topics.create'].input.shape.kind)
