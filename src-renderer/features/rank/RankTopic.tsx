import { useEffect, useRef } from 'react'
import { announce } from '../../ui/announce'
import { ErrorNote } from '../../ui/ErrorNote'
import { Galleys } from '../../ui/Galley'
import { classes } from '../../ui/words'
import { clearDesk, useDesk } from './desk'
import { DraftGalley } from './DraftGalley'
import { Expanded } from './Expanded'
import { Masthead } from './Masthead'
import { orderOf } from './order'
import { RankFoot } from './RankFoot'
import type { TopicScene } from './sitting'
import { send, useSitting } from './store'

/** The drafts of one topic beside each other, and the keys that order them. */
export const RankTopic = ({ scene }: { scene: TopicScene }) => {
  const { item, moves } = scene
  const count = item.drafts.length
  const order = orderOf(count, moves)
  const { expanded } = useDesk()
  const page = useRef<HTMLDivElement>(null)
  useEffect(() => clearDesk, [])
  useEffect(() => {
    announce(`${item.title}. ${count === 2 ? 'Which is better?' : 'Which is best?'}`)
    // The button that led here went with the topic before.
    if (document.activeElement === document.body) document.getElementById('page')?.focus()
  }, [item.title, count])
  return (
    <>
      <div className={classes('page flush', `of-${count}`)} ref={page}>
        <Masthead item={item} compact={expanded} />
        {expanded ? (
          <Expanded scene={scene} order={order} />
        ) : (
          <Galleys label="Drafts, in shuffled order" count={count}>
            {item.drafts.map((_, place) => (
              <DraftGalley key={place} {...{ scene, order, place }} />
            ))}
          </Galleys>
        )}
        <Trouble scene={scene} />
      </div>
      <RankFoot scene={scene} order={order} />
    </>
  )
}

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
      <ErrorNote error={notice} retryLabel="Undo again" onRetry={() => send({ type: 'undo' })} />
    </div>
  )
}
