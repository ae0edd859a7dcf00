import type { Comment } from '@contract/rankings'
import { Galley } from '../../ui/Galley'
import Markdown from '../../ui/Markdown'
import { Changes } from '../../ui/Changes'
import { count as counted, letter, wordCount } from '../../ui/words'
import { changesOf, countChanges, excerpt } from '../../ui/word-diff'
import { Choice } from './Choice'
import { Comments, CommentWithEdit } from './Comments'
import { Compared } from './Compared'
import { useDesk } from './desk'
import { EditChanges, EditDraft, EditHead, SaveEdit } from './EditDraft'
import { useKept } from './kept'
import { markOf, originDetail } from './marks'
import type { Order } from './moves'
import type { TopicScene } from './scene'

type DraftGalleyProps = {
  scene: TopicScene
  order: Order
  place: number
  comments: readonly Comment[]
}

/** One draft. Nothing here knows what wrote it until the ranking is stored. */
export const DraftGalley = ({ scene, order, place, comments }: DraftGalleyProps) => {
  const { item } = scene
  const focused = useDesk(({ focus }) => focus === place)
  const comparing = useDesk((desk) => desk.comparing)
  const { editing, commenting } = useKept(item)
  const draft = item.drafts[place]
  if (!draft) return null
  const mark = markOf(item.drafts.length, order, place)
  const name = letter(place)
  const rank = mark?.rank
  const shared = {
    letter: name,
    place:
      rank === 'best' || rank === 'accepted'
        ? ('best' as const)
        : rank === 'worst' || rank === 'rejected'
          ? ('worst' as const)
          : null,
    size: item.drafts.length === 4 ? ('md' as const) : ('read' as const)
  }
  if (editing === place) {
    return (
      <Galley
        {...shared}
        label={`Editing draft ${name}`}
        focused
        slug={<EditHead item={item} place={place} best={order.best === place} />}
        end={<SaveEdit item={item} place={place} />}
        foot={
          <>
            <EditChanges item={item} place={place} />
            <CommentWithEdit item={item} draftId={draft.id} />
          </>
        }
      >
        <EditDraft item={item} place={place} />
      </Galley>
    )
  }
  const edited = scene.edit?.place === place ? scene.edit.text : null
  const words = edited === null ? draft.words : wordCount(edited)
  const best = order.groups?.[0]?.length === 1 ? order.best : null
  const foot = (edited !== null || comments.length > 0 || commenting?.draftId === draft.id) && (
    <>
      {edited !== null && (
        <div className="edit-changes" tabIndex={0} aria-label="What you changed">
          <Changes changes={excerpt(changesOf(draft.text, edited))} />
        </div>
      )}
      <Comments item={item} draftId={draft.id} comments={comments} />
    </>
  )
  return (
    <Galley
      {...shared}
      label={`Draft ${name}, ${counted(words, 'word')}${mark ? `, ${mark.word.toLowerCase()}` : ''}`}
      focused={focused}
      onLook={() => useDesk.setState({ focus: place })}
      slug={<Slug scene={scene} place={place} />}
      end={<Choice {...{ scene, order, place }} />}
      foot={foot}
    >
      {comparing && best !== null ? (
        <Compared scene={scene} best={best} place={place} />
      ) : (
        <Markdown text={edited ?? draft.text} />
      )}
    </Galley>
  )
}

/** How long it is; once it is ranked, what wrote it. */
export const Slug = ({ scene, place }: { scene: TopicScene; place: number }) => {
  const draft = scene.item.drafts[place]
  if (!draft) return null
  const edit = scene.edit?.place === place ? scene.edit : null
  const changes = edit && counted(countChanges(changesOf(draft.text, edit.text)), 'change')
  if (scene.phase === 'revealed') {
    const origin = scene.origins[draft.id]
    if (!origin) return null
    return (
      <span className="origin" data-origin>
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
