import { Checkbox } from '../../../ui/Checkbox'
import type { Suggestion } from './suggestion'

type SuggestedLineProps = {
  line: Suggestion
  /** Counted from 1. */
  number: number
  onChange: (change: Partial<Suggestion>) => void
}

/** One suggestion: taken or not, and in the person's words. */
export const SuggestedLine = ({ line, number, onChange }: SuggestedLineProps) => (
  <div className="suggested">
    <Checkbox checked={line.on} onChange={(on) => onChange({ on })}>
      <span className="vh">Take suggestion {number}</span>
    </Checkbox>
    <input
      className="plain"
      aria-label={`Suggestion ${number}`}
      value={line.text}
      maxLength={300}
      spellCheck={false}
      autoComplete="off"
      data-off={line.on ? undefined : ''}
      onChange={(event) => onChange({ text: event.target.value, edited: true })}
    />
  </div>
)
