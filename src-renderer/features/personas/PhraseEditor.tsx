import { useState } from 'react'
import { PersonaInput } from '@contract/personas'
import { Button } from '../../ui/Button'
import { TextField } from '../../ui/Field'
import { ShortcutLayer, useShortcut } from '../../ui/shortcuts/useShortcut'
import { AddTag, Tag } from '../../ui/Tags'
import { ruleOf } from '../../ui/useCheck'

type PhraseEditorProps = { phrases: string[]; onChange: (phrases: string[]) => void }

/** Phrases in outlines, and a dashed one that adds another. */
export const PhraseEditor = ({ phrases, onChange }: PhraseEditorProps) => {
  const [adding, setAdding] = useState(false)
  return (
    <div role="group" aria-label="Keep out">
      <div className="flex flex-wrap gap-1.5">
        {phrases.map((phrase) => (
          <Tag
            key={phrase}
            removeLabel={`Allow “${phrase}” again`}
            onRemove={() => onChange(phrases.filter((other) => other !== phrase))}
          >
            {phrase}
          </Tag>
        ))}
        {!adding && phrases.length < 40 && <AddTag onClick={() => setAdding(true)}>Phrase</AddTag>}
      </div>
      {adding && (
        <ShortcutLayer>
          <NewPhrase
            taken={phrases}
            onAdd={(phrase) => {
              onChange([...phrases, phrase])
              setAdding(false)
            }}
            onCancel={() => setAdding(false)}
          />
        </ShortcutLayer>
      )}
    </div>
  )
}

type NewPhraseProps = { taken: string[]; onAdd: (phrase: string) => void; onCancel: () => void }

const NewPhrase = ({ taken, onAdd, onCancel }: NewPhraseProps) => {
  const [phrase, setPhrase] = useState('')
  const [judged, setJudged] = useState(false)
  useShortcut('escape', onCancel)
  const twice = (value: string) =>
    taken.includes(value.trim()) ? 'This phrase is kept out already.' : null
  const validate = (value: string) => ruleOf(Phrase)(value) ?? twice(value)
  const add = () => {
    setJudged(true)
    if (validate(phrase) === null) onAdd(phrase.trim())
  }
  return (
    <div className="row mt-2 flex-wrap items-start">
      <TextField
        className="min-w-40 grow"
        label="Phrase to keep out"
        hideLabel
        value={phrase}
        onChange={setPhrase}
        validate={validate}
        judged={judged}
        placeholder="game changer"
        autoFocus
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return
          event.preventDefault()
          add()
        }}
      />
      <Button onClick={add}>Keep out</Button>
      <Button look="quiet" onClick={onCancel}>
        Cancel
      </Button>
    </div>
  )
}

const Phrase = PersonaInput.shape.keepOut.unwrap().element
