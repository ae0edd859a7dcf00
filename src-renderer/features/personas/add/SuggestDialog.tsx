import { RotateCw, Square } from 'lucide-react'
import { useState } from 'react'
import type { Persona } from '@contract/personas'
import { Button } from '../../../ui/Button'
import { Checkbox } from '../../../ui/Checkbox'
import { Dialog } from '../../../ui/Dialog'
import { ErrorNote } from '../../../ui/ErrorNote'
import { Status } from '../../../ui/Status'
import { count } from '../../../ui/words'
import { chosen, chosenText } from './suggestion'
import { SuggestedLine } from './SuggestedLine'
import { useAddTopics } from './useAddTopics'
import { useSuggestions } from './useSuggestions'

type SuggestProps = { persona: Persona; open: boolean; onClose: () => void }

/** Topics that the persona's writer suggests; the person takes some, in their own words. */
export const SuggestDialog = ({ open, ...rest }: SuggestProps) => open && <Suggesting {...rest} />

const Suggesting = ({ persona, onClose }: Omit<SuggestProps, 'open'>) => {
  const { lines, change, asking, error, ask, stop } = useSuggestions(persona.id)
  const [writeNow, setWriteNow] = useState(true)
  const adding = useAddTopics(persona, onClose)
  const taken = chosen(lines).length
  const commit = () => adding.add(chosenText(lines), writeNow)
  return (
    <Dialog
      open
      onClose={onClose}
      wide
      title="Suggest topics"
      text={`What ${persona.name} could write about next. Change the words as you like, and take only what you want.`}
      aside={writeNow && taken > 0 && `${count(taken * adding.drafts, 'draft')} will be written`}
      actions={
        <>
          <Button keys="escape" onClick={onClose}>
            Cancel
          </Button>
          <Button
            look="primary"
            command="app.commit"
            off={
              taken === 0 &&
              (asking ? 'The first lines are on the way.' : 'Choose at least one topic.')
            }
            working={adding.adding && 'Adding'}
            onClick={commit}
          >
            {taken === 0 ? 'Add topics' : `Add ${count(taken, 'topic')}`}
          </Button>
        </>
      }
    >
      <div className="mt-4" aria-busy={asking}>
        {lines.map((line, index) => (
          <SuggestedLine
            key={index}
            line={line}
            onChange={(next) => change(index, next)}
            number={index + 1}
          />
        ))}
      </div>
      {error !== null && <ErrorNote error={error} onRetry={ask} onLeave={onClose} />}
      {lines.length === 0 && !asking && error === null && (
        <p className="muted">
          The model suggested nothing that is not here already. Ask again, or write a few topics
          first: it learns from them what you mean.
        </p>
      )}
      <div className="row between mt-3 gap-4">
        {asking ? (
          <span className="row gap-3">
            <Status kind="writing">{lines.length === 0 ? 'Reading the persona' : 'Writing'}</Status>
            <Button look="quiet" icon={<Square />} command="app.stop" onClick={stop}>
              Stop
            </Button>
          </span>
        ) : (
          <Button look="quiet" className="-ml-3" icon={<RotateCw />} onClick={ask}>
            {lines.length === 0 ? 'Ask again' : 'Suggest more'}
          </Button>
        )}
        <Checkbox checked={writeNow} onChange={setWriteNow}>
          Write drafts right away
        </Checkbox>
      </div>
      {adding.error !== null && (
        <ErrorNote className="mt-3" error={adding.error} onRetry={commit} />
      )}
    </Dialog>
  )
}
