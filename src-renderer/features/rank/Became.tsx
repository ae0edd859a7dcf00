import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { call, callKey, useCall } from '../../bridge'
import { IconButton } from '../../ui/Button'
import { ErrorNote } from '../../ui/ErrorNote'
import { TaughtRows } from '../../ui/TaughtRows'
import { count, letter } from '../../ui/words'
import { usePreferences } from './preferences'
import { onDay } from './repeats'
import type { TopicScene } from './scene'
import { useSitting } from './store'
import { isLearned, pairsOfSitting } from './summary'

type Revealed = Extract<TopicScene, { phase: 'revealed' }>

/** What the ranking on the screen became: its rows, and what the sitting and the persona come to. */
export const Became = ({ scene }: { scene: Revealed }) => {
  const { item, ranking, repeat } = scene
  const { topicId, personaId, personaName, drafts } = item
  const taught = useQuery({
    // Asked for anew with each ranking of the topic: after an undo the old rows are wrong.
    queryKey: [...callKey('datasets.ofTopic', { topicId }), ranking.id],
    queryFn: () => call('datasets.ofTopic', { topicId })
  })
  const counts = useCall('datasets.counts', { personaId })
  const pairs = useSitting(({ sitting }) => pairsOfSitting(sitting))
  const nameOf = (id: string) => {
    const place = drafts.findIndex((draft) => draft.id === id)
    return place < 0 ? 'An earlier draft' : letter(place)
  }
  return (
    <section className="strip became" aria-label="What it became" tabIndex={0}>
      <div className="row between gap-6">
        <h2 className="h">What it became</h2>
        <p className="small faint tn trunc" data-counters>
          This sitting: {count(pairs, 'pair')}
          {counts.data && (
            <>
              {' · '}
              {personaName}: {count(counts.data.pairs, 'pair')},{' '}
              {count(counts.data.sftRows, 'answer')}, {count(counts.data.rewardRows, 'reward')}
            </>
          )}
        </p>
        <IconButton
          label="Close what it became"
          onClick={() => usePreferences.setState({ became: false })}
        >
          <X />
        </IconButton>
      </div>
      {repeat && !isLearned(scene) && (
        <p className="small muted">
          What you ranked {onDay(repeat.rankedAt)} stands: a topic that comes back is measured and
          not learned from.
        </p>
      )}
      {taught.error && <ErrorNote error={taught.error} onRetry={() => void taught.refetch()} />}
      {taught.data && <TaughtRows rows={taught.data} nameOf={nameOf} />}
    </section>
  )
}
