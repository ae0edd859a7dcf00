import { Button } from '../../ui/Button'
import { Kbd } from '../../ui/Kbd'
import { Mark } from '../../ui/Mark'
import { classes, letter } from '../../ui/words'
import { choiceLabel, markOf } from './marks'
import type { Order } from './moves'
import type { TopicScene } from './scene'
import { send } from './store'

type ChoiceProps = { scene: TopicScene; order: Order; place: number }

/** The mark that the draft has, or the button that gives it one: the same as its number key. */
export const Choice = ({ scene, order, place }: ChoiceProps) => {
  const count = scene.item.drafts.length
  const mark = markOf(count, order, place)
  const worst = mark?.rank === 'worst' || mark?.rank === 'rejected'
  const shown = mark && (
    <>
      <Mark rank={mark.rank} place={mark.place} bare />
      <span className={classes('med', worst && 'muted')} data-mark={mark.rank}>
        {mark.word}
      </span>
    </>
  )
  const verdict = order.question === 'accepted'
  if (shown && !verdict) return shown
  const name = letter(place)
  return (
    <Button
      look="quiet"
      className="choice"
      aria-pressed={verdict ? mark !== null : undefined}
      aria-keyshortcuts={String(place + 1)}
      onClick={() => choose(scene, place)}
    >
      {!verdict && <span className="vh">{name} is </span>}
      {shown ?? choiceLabel(count, order)}
      {verdict && <span className="vh"> {name}</span>}
      <Kbd keys={String(place + 1)} />
    </Button>
  )
}

/** What the number key of a draft does, in the way that the person judges this topic. */
export const choose = ({ way }: TopicScene, place: number): void =>
  send({
    type: 'moved',
    move: way === 'verdict' ? { toggle: place } : { pick: place },
    at: Date.now()
  })
