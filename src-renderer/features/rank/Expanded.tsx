import Markdown from '../../ui/Markdown'
import { count as counted, letter, wordCount } from '../../ui/words'
import { useDesk } from './desk'
import { Choice } from './DraftGalley'
import { EditDraft, EditHead, SaveEdit } from './EditDraft'
import type { Order } from './order'
import type { TopicScene } from './sitting'

type ExpandedProps = { scene: TopicScene; order: Order }

/** One draft in a column of reading width. */
export const Expanded = ({ scene, order }: ExpandedProps) => {
  const { focus, editing } = useDesk()
  const place = focus ?? 0
  const draft = scene.item.drafts[place]
  if (!draft) return null
  const text = scene.edit?.place === place ? scene.edit.text : draft.text
  const name = letter(place)
  const isEditing = editing?.place === place
  return (
    <div className="expanded galley-text" key={place} tabIndex={0}>
      <article aria-label={`Draft ${name}, ${counted(draft.words, 'word')}`}>
        <header>
          <span className="letter" aria-hidden="true">
            {name}
          </span>
          <span className="slug faint small">
            {isEditing ? (
              <EditHead original={draft.text} best={order.best === place} />
            ) : (
              `${counted(wordCount(text), 'word')}, ${readingTime(wordCount(text))}`
            )}
          </span>
          <span className="end">
            {isEditing ? (
              <SaveEdit original={draft.text} />
            ) : (
              <Choice {...{ scene, order, place }} />
            )}
          </span>
        </header>
        <div className="read">
          {isEditing ? <EditDraft original={draft.text} name={name} /> : <Markdown text={text} />}
        </div>
      </article>
    </div>
  )
}

/** At 230 words a minute, the pace of reading with attention. */
const readingTime = (words: number): string => {
  const seconds = Math.max(5, Math.round((words / 230) * 12) * 5)
  if (seconds < 90) return `about ${seconds} seconds`
  return `about ${Math.round(seconds / 60)} minutes`
}
