import { useState } from 'react'
import { rankingCalls } from '@contract/rankings'
import { Button } from '../../ui/Button'
import { ErrorNote } from '../../ui/ErrorNote'
import { TextArea } from '../../ui/Field'
import { useShortcut } from '../../ui/shortcuts/useShortcut'
import { ruleOf } from '../../ui/useCheck'

type CommentFormProps = {
  text: string
  onText: (text: string) => void
  /** Verb and object of the deed. */
  button: string
  working: string | null
  error: Error | null
  onSave: (text: string) => void
  onClose: () => void
}

const rule = ruleOf(rankingCalls['comments.add'].input.shape.text)

/** A comment being typed; Escape leaves it. */
export const CommentForm = ({
  text,
  onText,
  button,
  working,
  error,
  onSave,
  onClose
}: CommentFormProps) => {
  const [judged, setJudged] = useState(false)
  useShortcut('escape', onClose)
  const save = () => {
    setJudged(true)
    if (rule(text) === null) onSave(text.trim())
  }
  return (
    <div ref={showWhole} className="scroll-mb-6">
      <TextArea
        label="Comment"
        hideLabel
        rows={3}
        autoFocus
        value={text}
        onChange={onText}
        validate={rule}
        judged={judged}
      />
      <div className="row mt-2">
        <Button command="app.commit" working={working} onClick={save}>
          {button}
        </Button>
        <Button look="quiet" onClick={onClose}>
          Cancel
        </Button>
      </div>
      {error && <ErrorNote className="mt-3" error={error} onRetry={save} />}
    </div>
  )
}

/** The field comes into view by its focus, its buttons do not. */
const showWhole = (form: HTMLDivElement | null) => form?.scrollIntoView({ block: 'nearest' })
