import { useEffect } from 'react'
import { useLocation, useParams } from 'wouter'
import { ErrorNote } from '../../ui/ErrorNote'
import { Galley, Galleys } from '../../ui/Galley'
import { letter } from '../../ui/words'
import { Finished } from './Finished'
import './rank.css'
import { RankFrame } from './RankFrame'
import { RankTopic } from './RankTopic'
import { send, startSitting, useSitting } from './store'

/** One topic after the other: which draft is best, which is worst. */
export default function RankPage() {
  const { personaId = null, topicId = null } = useParams<{ personaId?: string; topicId?: string }>()
  const [, navigate] = useLocation()
  useEffect(() => {
    document.title = 'Rank · Understudy'
  }, [])
  useEffect(() => {
    void startSitting(personaId, topicId)
  }, [personaId, topicId])
  const leave = () => navigate(personaId === null ? '/' : `/personas/${personaId}`)
  return (
    <RankFrame onLeave={leave}>
      <Scene personaId={personaId} />
    </RankFrame>
  )
}

const Scene = ({ personaId }: { personaId: string | null }) => {
  const { sitting, opening } = useSitting()
  const { scene } = sitting
  if (opening.state === 'failed') {
    return (
      <div className="page">
        <ErrorNote error={opening.error} onRetry={() => void startSitting(personaId)} />
      </div>
    )
  }
  if (opening.state === 'opening' || scene.phase === 'loading') return <Waiting />
  if (scene.phase === 'unreadable') {
    return (
      <div className="page">
        <ErrorNote error={scene.error} onRetry={() => send({ type: 'retry' })} />
      </div>
    )
  }
  if (scene.phase === 'finished') return <Finished personaId={personaId} />
  if (scene.phase === 'takingBack') {
    const { before } = scene
    if (before.phase === 'revealed') return <RankTopic key={before.item.topicId} scene={before} />
    return before.phase === 'choosing' ? (
      <RankTopic key={before.item.topicId} scene={before} />
    ) : (
      <Waiting />
    )
  }
  return <RankTopic key={scene.item.topicId} scene={scene} />
}

/** Where the drafts will be. */
const Waiting = () => (
  <div className="page flush">
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
