import type { Persona } from '@contract/personas'
import { useAct } from '../../bridge'
import { announce } from '../../ui/announce'
import { ErrorNote } from '../../ui/ErrorNote'
import { PhraseEditor } from './PhraseEditor'

/** What the voice never writes, changed where it stands. */
export const KeepOut = ({ persona }: { persona: Persona }) => {
  const { id, name, description, tags, keepOut } = persona
  const update = useAct('personas.update')
  const change = (phrases: string[]) =>
    update.mutate(
      { id, name, description, tags, keepOut: phrases },
      {
        onSuccess: () =>
          announce(phrases.length > keepOut.length ? 'Phrase kept out.' : 'Phrase allowed again.')
      }
    )
  return (
    <section>
      <h3 className="h mb-2">Keep out</h3>
      <PhraseEditor phrases={keepOut} onChange={change} />
      {keepOut.length === 0 && (
        <p className="hint">Words and phrases that this voice never writes.</p>
      )}
      {update.error && <ErrorNote className="mt-3" error={update.error} />}
    </section>
  )
}
