import { Button } from '../../ui/Button'
import { Galley } from '../../ui/Galley'
import { Kbd } from '../../ui/Kbd'
import { Mark } from '../../ui/Mark'
import Markdown from '../../ui/Markdown'
import { classes, count as counted, letter, wordCount } from '../../ui/words'
import { Changes } from './Changes'
import { changesOf, countChanges } from './changes'
import { useDesk } from './desk'
import { EditDraft, EditHead, SaveEdit } from './EditDraft'
import type { Order } from './order'
import type { TopicScene } from './sitting'
import { choiceLabel, markOf, originDetail } from './sentences'
import { send } from './store'

type DraftGalleyProps = { scene: TopicScene; order: Order; place: number }

/** One draft. Nothing here knows what wrote it until the ranking is stored. */
export const DraftGalley = ({ scene, order, place }: DraftGalleyProps) => {
  const { drafts } = scene.item
  const { focus, editing, comparing } = useDesk()
  const draft = drafts[place]
  if (!draft) return null
  const mark = markOf(drafts.length, order, place)
  const name = letter(place)
  const rank = mark?.rank
  const shared = {
    letter: name,
    place: rank === 'best' || rank === 'worst' ? rank : null,
    size: drafts.length === 4 ? ('md' as const) : ('read' as const)
  }
  if (editing?.place === place) {
    return (
      <Galley
        {...shared}
        label={`Editing draft ${name}`}
        focused
        slug={<EditHead original={draft.text} best={rank === 'best'} />}
        end={<SaveEdit original={draft.text} />}
      >
        <EditDraft original={draft.text} name={name} />
      </Galley>
    )
  }
  const edited = scene.edit?.place === place ? scene.edit.text : null
  const words = edited === null ? draft.words : wordCount(edited)
  const best = order.groups?.[0]?.length === 1 ? order.best : null
  return (
    <Galley
      {...shared}
      label={`Draft ${name}, ${counted(words, 'word')}${mark ? `, ${mark.word.toLowerCase()}` : ''}`}
      focused={focus === place}
      slug={<Slug scene={scene} place={place} />}
      end={<Choice {...{ scene, order, place }} />}
    >
      {comparing && best !== null ? (
        <Compared scene={scene} best={best} place={place} />
      ) : (
        <Markdown text={edited ?? draft.text} />
      )}
    </Galley>
  )
}

/** The mark that the draft has, or the button that gives it one: the same as its number key. */
export const Choice = ({ scene, order, place }: DraftGalleyProps) => {
  const count = scene.item.drafts.length
  const mark = markOf(count, order, place)
  if (mark) {
    return (
      <>
        <Mark rank={mark.rank} place={mark.place} bare />
        <span className={classes('med', mark.rank === 'worst' && 'muted')}>{mark.word}</span>
      </>
    )
  }
  return (
    <Button
      look="quiet"
      className="choice"
      aria-label={`${letter(place)} is ${choiceLabel(count, order).toLowerCase()}`}
      aria-keyshortcuts={String(place + 1)}
      onClick={() => send({ type: 'moved', move: { pick: place }, at: Date.now() })}
    >
      {choiceLabel(count, order)}
      <Kbd keys={String(place + 1)} />
    </Button>
  )
}

const Slug = ({ scene, place }: { scene: TopicScene; place: number }) => {
  const draft = scene.item.drafts[place]
  if (!draft) return null
  const edit = scene.edit?.place === place ? scene.edit : null
  const changes = edit && counted(countChanges(changesOf(draft.text, edit.text)), 'change')
  if (scene.phase === 'revealed') {
    const origin = scene.origins[draft.id]
    if (!origin) return null
    return (
      <span className="origin">
        <b className="med trunc" title={origin.model}>
          {origin.model}
        </b>
        <span title={originDetail(origin)}>
          {changes ? `edited, ${changes}` : originDetail(origin)}
        </span>
      </span>
    )
  }
  if (edit) return `edited, ${changes ?? ''}`
  return counted(draft.words, 'word')
}

/** D held: an edited best shows its changes, every other draft what the best does not say. */
const Compared = ({ scene, best, place }: { scene: TopicScene; best: number; place: number }) => {
  const textOf = (at: number) => scene.item.drafts[at]?.text ?? ''
  const { edit } = scene
  if (edit?.place === place) return <Changes changes={changesOf(textOf(place), edit.text)} />
  if (place === best) return <Markdown text={textOf(place)} />
  const changes = changesOf(textOf(best), textOf(place))
  return (
    <div className="compared">
      <Changes changes={changes.filter(({ kind }) => kind !== 'removed')} />
    </div>
  )
}
