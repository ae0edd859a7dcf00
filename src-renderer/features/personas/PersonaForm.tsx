import { useState, type ReactNode } from 'react'
import { PersonaInput } from '@contract/personas'
import { TextArea, TextField } from '../../ui/Field'
import { ruleOf } from '../../ui/useCheck'
import type { PersonaDraft } from './form-store'
import { tidy } from './tidy'
import { PhraseEditor } from './PhraseEditor'
import { TagEditor } from './TagEditor'

type PersonaFormProps = {
  draft: PersonaDraft
  onChange: (draft: PersonaDraft) => void
  onSave: (input: PersonaInput) => void
  /** The buttons, under the fields. */
  actions: ReactNode
}

/** Name, voice, tags and kept-out phrases of a persona. Return in the form saves it when all is right. */
export const PersonaForm = ({ draft, onChange, onSave, actions }: PersonaFormProps) => {
  const [judged, setJudged] = useState(false)
  const save = () => {
    setJudged(true)
    const input = PersonaInput.safeParse(tidy(draft))
    if (input.success) onSave(input.data)
  }
  return (
    <form
      className="stack s6"
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
    >
      <TextField
        label="Name"
        value={draft.name}
        onChange={(name) => onChange({ ...draft, name })}
        validate={nameRule}
        judged={judged}
        hint="Shown in the sidebar, and told to the model."
        placeholder="Calm, technical engineer"
        autoFocus
      />
      <TextArea
        label="Voice"
        writing
        rows={7}
        value={draft.description}
        onChange={(description) => onChange({ ...draft, description })}
        validate={voiceRule}
        judged={judged}
        hint="What it cares about, how it sounds, what it never does. A few sentences are enough."
        placeholder="Explains one idea at a time, in plain words. Prefers a mechanism to a metaphor. Never sells."
      />
      <TagEditor tags={draft.tags} onChange={(tags) => onChange({ ...draft, tags })} />
      <div>
        <p className="label med mb-1.5">Keep out</p>
        <PhraseEditor
          phrases={draft.keepOut}
          onChange={(keepOut) => onChange({ ...draft, keepOut })}
        />
        <p className="hint">Words and phrases that the voice never writes. Told to the model.</p>
      </div>
      <div className="row">{actions}</div>
    </form>
  )
}

const nameRule = ruleOf(PersonaInput.shape.name)
const voiceRule = ruleOf(PersonaInput.shape.description)
