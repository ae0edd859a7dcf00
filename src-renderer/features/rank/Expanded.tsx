import { useEffect } from 'react'
import type { Comment } from '@contract/rankings'
import Markdown from '../../ui/Markdown'
import { classes, count as counted, letter, wordCount } from '../../ui/words'
import { Choice } from './Choice'
import { Comments, CommentWithEdit } from './Comments'
import { focusDraft, useDesk } from './desk'
import { Slug } from './DraftGalley'
import { EditChanges, EditDraft, EditHead, SaveEdit } from './EditDraft'
import { useKept } from './kept'
import { markOf } from './marks'
import type { Order } from './moves'
import type { TopicScene } from './scene'

type ExpandedProps = { scene: TopicScene; order: Order; comments: readonly Comment[] }

/** One draft in a column of reading width. */
export const Expanded = ({ scene, order, comments }: ExpandedProps) => {
  const { item } = scene
  const place = useDesk(({ focus }) => focus) ?? 0
  const { editing, commenting } = useKept(item)
  const isEditing = editing === place
  useEffect(() => {
    if (!isEditing) focusDraft(place)
  }, [place, isEditing])
  const draft = item.drafts[place]
  if (!draft) return null
  const text = scene.edit?.place === place ? scene.edit.text : draft.text
  const name = letter(place)
  const words = counted(wordCount(text), 'word')
  const mark = markOf(item.drafts.length, order, place)
  const label = `Draft ${name}, ${words}${mark ? `, ${mark.word.toLowerCase()}` : ''}`
  const noted = isEditing || comments.length > 0 || commenting?.draftId === draft.id
  return (
    <>
      <div
        className={classes('expanded galley-text', isEditing && 'is-editing')}
        key={place}
        tabIndex={0}
      >
        <article aria-label={isEditing ? `Editing draft ${name}` : label} data-draft={name}>
          <header>
            <span className="letter" aria-hidden="true">
              {name}
            </span>
            <span className="slug faint small">
              {isEditing ? (
                <EditHead item={item} place={place} best={order.best === place} />
              ) : scene.phase === 'revealed' ? (
                <Slug scene={scene} place={place} />
              ) : (
                `${words}, ${readingTime(wordCount(text))}`
              )}
            </span>
            <span className="end">
              {isEditing ? (
                <SaveEdit item={item} place={place} />
              ) : (
                <Choice {...{ scene, order, place }} />
              )}
            </span>
          </header>
          <div className="read">
            {isEditing ? <EditDraft item={item} place={place} /> : <Markdown text={text} />}
          </div>
        </article>
      </div>
      {noted && (
        <div className="strip noted">
          {isEditing && <EditChanges item={item} place={place} />}
          {isEditing ? (
            <CommentWithEdit item={item} draftId={draft.id} />
          ) : (
            <Comments item={item} draftId={draft.id} comments={comments} />
          )}
        </div>
      )}
    </>
  )
}

/** At 230 words a minute, the pace of reading with attention. */
const readingTime = (words: number): string => {
  const seconds = Math.max(5, Math.round((words / 230) * 12) * 5)
  if (seconds < 90) return `about ${seconds} seconds`
  return `about ${Math.round(seconds / 60)} minutes`
}
