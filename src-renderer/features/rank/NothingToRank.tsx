import { useAct, useCall } from '../../bridge'
import { Button } from '../../ui/Button'
import { EmptyState } from '../../ui/EmptyState'
import { ErrorNote } from '../../ui/ErrorNote'
import { NextButton } from '../../ui/NextButton'
import { capital, inWords } from '../../ui/words'
import { rankAgain, useNext } from './next'
import { startSitting } from './store'

type NothingToRankProps = { personaId: string | null }

/** Every draft is ranked, or none is there. The next step is to write for the topics without any. */
export const NothingToRank = ({ personaId }: NothingToRankProps) => {
  const topics = useCall('topics.ids', { personaId, status: 'noDrafts' })
  const summary = useNext()
  const write = useAct('drafts.write')
  if (topics.error) return <ErrorNote error={topics.error} onRetry={() => void topics.refetch()} />
  if (!topics.data) return null
  const { ids } = topics.data
  const begin = () => write.mutate({ topicIds: ids })
  if (write.isSuccess) {
    return (
      <>
        <EmptyState title="Nothing to rank">
          The drafts are being written. The first topics can be ranked as soon as theirs are there.
        </EmptyState>
        <AsSoonAsThere personaId={personaId} />
      </>
    )
  }
  if (ids.length === 0) {
    if (!summary) return null
    return (
      <EmptyState
        title="Nothing to rank"
        actions={<NextButton next={summary.next} {...rankAgain(personaId)} />}
      >
        {summary.stations.topics.count === 0
          ? `Drafts wait here once they are written. ${summary.next.text}`
          : `All drafts are ranked, and every topic has drafts. ${summary.next.text}`}
      </EmptyState>
    )
  }
  return (
    <>
      <EmptyState
        title="Nothing to rank"
        actions={
          <Button
            look="primary"
            command="home.next"
            working={write.isPending && 'Starting'}
            onClick={begin}
          >
            Write drafts for {ids.length}
          </Button>
        }
      >
        All drafts are ranked. {capital(inWords(ids.length, 'topic'))} still{' '}
        {ids.length === 1 ? 'has' : 'have'} none.
      </EmptyState>
      {write.error && <ErrorNote className="mt-6" error={write.error} onRetry={begin} />}
    </>
  )
}

/** Offers the sitting once drafts that were just asked for are finished. */
const AsSoonAsThere = ({ personaId }: NothingToRankProps) => {
  const sitting = useCall('rankings.sitting', { personaId })
  const ready = sitting.data?.topicIds.length ?? 0
  if (ready === 0) return <p className="muted mt-4">None is finished yet.</p>
  return (
    <Button
      className="mt-4"
      look="primary"
      command="home.next"
      onClick={() => void startSitting({ personaId, first: null })}
    >
      Rank {ready}
    </Button>
  )
}
