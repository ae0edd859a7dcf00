import { useEffect, useRef, useState } from 'react'
import type { Comment } from '@contract/rankings'
import { useCall } from '../../bridge'
import { announce } from '../../ui/announce'
import { ErrorNote } from '../../ui/ErrorNote'
import { Galleys } from '../../ui/Galley'
import { classes } from '../../ui/words'
import { Became } from './Became'
import { Comments } from './Comments'
import { clearDesk, focusDraft, useDesk } from './desk'
import { DraftGalley } from './DraftGalley'
import { Expanded } from './Expanded'
import { useKept } from './kept'
import { Masthead } from './Masthead'
import { orderOf } from './order'
import { Picked } from './Picked'
import { usePreferences } from './preferences'
import { RankFoot } from './RankFoot'
import type { TopicScene } from './scene'
import { firstQuestion } from './sentences'
import { send, useSitting } from './store'
import { useNarrow } from './useNarrow'

type RankTopicProps = {
  scene: TopicScene
  /** It stays on the screen while main takes a ranking back. */
  takingBack?: boolean
}

/** The drafts of one topic beside each other, and the keys that judge them. */
export const RankTopic = ({ scene, takingBack = false }: RankTopicProps) => {
  const { item, moves, way } = scene
  const count = item.drafts.length
  const order = orderOf(count, moves, way)
  const expanded = useDesk((desk) => desk.expanded)
  const focus = useDesk((desk) => desk.focus)
  const became = usePreferences((preferences) => preferences.became)
  const pick = usePreferences((preferences) => preferences.pick)
  const comments = useShownComments(scene)
  const { commenting } = useKept(item)
  const page = useRef<HTMLDivElement>(null)
  const narrow = useNarrow(page, count)
  useEffect(() => clearDesk, [])
  useEffect(() => {
    announce(`${item.title}. ${firstQuestion(count, way)}`)
    // The button that led here went with the topic before.
    if (document.activeElement === document.body) document.getElementById('page')?.focus()
  }, [item.title, count, way])
  useFocusWithWidth(expanded)
  const on = (place: number | null) => {
    const draftId = place === null ? null : item.drafts[place]?.id
    return comments.filter((comment) => comment.draftId === draftId)
  }
  const topicNoted = on(null).length > 0 || commenting?.draftId === null
  return (
    <>
      <div
        className={classes('page flush', `of-${count}`)}
        ref={page}
        data-phase={takingBack ? 'takingBack' : scene.phase}
      >
        <Masthead item={item} compact={expanded} />
        {expanded ? (
          <Expanded scene={scene} order={order} comments={on(focus ?? 0)} />
        ) : (
          <Galleys label="Drafts, in shuffled order" count={count}>
            {item.drafts.map((_, place) => (
              <DraftGalley key={place} {...{ scene, order, place }} comments={on(place)} />
            ))}
          </Galleys>
        )}
        {topicNoted && (
          <div className="strip noted">
            <Comments item={item} draftId={null} comments={on(null)} />
          </div>
        )}
        {became && scene.phase === 'revealed' && <Became scene={scene} />}
        {pick && scene.phase === 'revealed' && <Picked scene={scene} />}
        <Trouble scene={scene} />
      </div>
      <RankFoot scene={scene} order={order} narrow={narrow} />
    </>
  )
}

/** Back among the others, the draft that was read in the wide column has the focus. */
const useFocusWithWidth = (expanded: boolean) => {
  const before = useRef(expanded)
  useEffect(() => {
    const { focus } = useDesk.getState()
    if (before.current && !expanded && focus !== null) focusDraft(focus)
    before.current = expanded
  }, [expanded])
}

/**
 * The comments of the topic. Before it is ranked only those of the last day: a topic that comes back
 * after days must not be told from a new one, and what was noted on it the first time would tell.
 */
const useShownComments = ({ item, phase }: TopicScene): Comment[] => {
  const comments = useCall('comments.list', { topicId: item.topicId }).data ?? []
  const [since] = useState(() => Date.now() - DAY_MS)
  return phase === 'revealed' ? comments : comments.filter(({ createdAt }) => createdAt > since)
}

const DAY_MS = 86_400_000

/** The choice stays on the screen; the note says why it is not stored and offers to store it. */
const Trouble = ({ scene }: { scene: TopicScene }) => {
  const notice = useSitting(({ sitting }) => sitting.notice)
  if (scene.phase === 'unstored') {
    const changed = scene.error.code === 'conflict'
    return (
      <div className="trouble">
        <ErrorNote
          error={scene.error}
          retryLabel={changed ? 'Show the drafts as they are now' : 'Store it again'}
          onRetry={() => send({ type: changed ? 'reload' : 'retry' })}
        />
      </div>
    )
  }
  if (notice === null) return null
  return (
    <div className="trouble">
      <ErrorNote error={notice} retryLabel="Undo again" onRetry={undo} />
    </div>
  )
}

const undo = () => send({ type: 'undo' })
