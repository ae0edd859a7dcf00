import { useEffect } from 'react'
import { useLocation, useParams } from 'wouter'
import { Button } from '../../ui/Button'
import { ErrorNote } from '../../ui/ErrorNote'
import { Galley, Galleys } from '../../ui/Galley'
import { letter } from '../../ui/words'
import { Finished } from './Finished'
import './rank.css'
import { RankFrame } from './RankFrame'
import { RankTopic } from './RankTopic'
import { leaveSitting, openSitting, send, startSitting, useSitting } from './store'
import './strips.css'

/** One topic after the other: which draft is best, which is worst. */
export default function RankPage() {
  const { personaId = null, topicId = null } = useParams<{ personaId?: string; topicId?: string }>()
  const [, navigate] = useLocation()
  useEffect(() => {
    document.title = 'Rank · Understudy'
  }, [])
  useEffect(() => {
    void openSitting({ personaId, first: topicId })
    return leaveSitting
  }, [personaId, topicId])
  const leave = () => navigate(personaId === null ? '/' : `/personas/${personaId}`)
  return (
    <RankFrame onLeave={leave}>
      <Scene personaId={personaId} />
    </RankFrame>
  )
}

const Scene = ({ personaId }: { personaId: string | null }) => {
  const opening = useSitting((state) => state.opening)
  const scene = useSitting(({ sitting }) => sitting.scene)
  if (opening.state === 'failed') {
    return (
      <div className="page">
        <ErrorNote
          error={opening.error}
          onRetry={() => void startSitting({ personaId, first: null })}
        />
      </div>
    )
  }
  if (opening.state === 'opening' || scene.phase === 'loading') return <Waiting />
  if (scene.phase === 'unreadable') return <Unreadable error={scene.error} />
  if (scene.phase === 'finished') return <Finished personaId={personaId} />
  if (scene.phase !== 'takingBack') return <RankTopic key={scene.item.topicId} scene={scene} />
  const { before } = scene
  if (before.phase !== 'revealed' && before.phase !== 'choosing') return <Waiting />
  return <RankTopic key={before.item.topicId} scene={before} takingBack />
}

/** The topic may have gone, or the disk with it; the others can still be ranked. */
const Unreadable = ({ error }: { error: unknown }) => (
  <div className="page">
    <ErrorNote error={error} onRetry={() => send({ type: 'retry' })} />
    <Button className="mt-4" command="rank.skip" onClick={() => send({ type: 'skip' })}>
      Skip this topic
    </Button>
  </div>
)

/** Where the drafts will be. */
const Waiting = () => (
  <div className="page flush" data-phase="loading">
    <div className="masthead">
      <div className="skel h-5 w-2/5" />
    </div>
    <Galleys label="Drafts" count={3}>
      {[0, 1, 2].map((place) => (
        <Galley key={place} letter={letter(place)} state="waiting" />
      ))}
    </Galleys>
  </div>
)
