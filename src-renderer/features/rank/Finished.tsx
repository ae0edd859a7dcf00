import { useAct, useCall } from '../../bridge'
import { Button, LinkButton } from '../../ui/Button'
import { EmptyState } from '../../ui/EmptyState'
import { ErrorNote } from '../../ui/ErrorNote'
import { useShortcut } from '../../ui/shortcuts/useShortcut'
import { count, inWords } from '../../ui/words'
import { send, startSitting, useSitting } from './store'

type FinishedProps = { personaId: string | null; onLeave: () => void }

/** The sitting is over, or there was nothing to rank. */
export const Finished = ({ personaId, onLeave }: FinishedProps) => {
  const { past, queue, notice } = useSitting(({ sitting }) => sitting)
  const ranked = past.flatMap((step) => (step.kind === 'ranked' ? [step.ranking] : []))
  const pairs = ranked.reduce((sum, ranking) => sum + ranking.pairs, 0)
  useShortcut('u', () => send({ type: 'undo' }))
  useShortcut('mod+z', () => send({ type: 'undo' }))
  return (
    <div className="page">
      {notice && <ErrorNote className="mb-6" error={notice} />}
      {ranked.length === 0 && queue.length === 0 ? (
        <NothingToRank personaId={personaId} />
      ) : (
        <EmptyState
          title={`${capital(inWords(ranked.length, 'topic'))} ranked, ${inWords(pairs, 'pair')} added`}
          actions={
            <>
              {queue.length > 0 ? (
                <Button keys="enter" look="primary" onClick={() => void startSitting(personaId)}>
                  Rank {count(queue.length, 'skipped topic')}
                </Button>
              ) : (
                <Button keys="enter" look="primary" onClick={onLeave}>
                  {personaId === null ? 'Go to Home' : 'Go to the persona'}
                </Button>
              )}
              {past.length > 0 && (
                <Button look="quiet" onClick={() => send({ type: 'undo' })}>
                  Undo the last
                </Button>
              )}
            </>
          }
        >
          {queue.length > 0
            ? `${capital(inWords(queue.length, 'topic'))} you skipped still ${queue.length === 1 ? 'waits' : 'wait'}.`
            : 'Everything that waited is ranked. What you chose is what the next run learns from.'}
        </EmptyState>
      )}
    </div>
  )
}

const NothingToRank = ({ personaId }: { personaId: string | null }) => {
  const topics = useCall('topics.list', { personaId, status: 'noDrafts' })
  const write = useAct('drafts.write')
  if (topics.error) return <ErrorNote error={topics.error} onRetry={() => void topics.refetch()} />
  if (!topics.data) return null
  const ids = topics.data.map(({ id }) => id)
  if (ids.length === 0) {
    return (
      <EmptyState
        title="Nothing to rank"
        actions={
          <LinkButton href={personaId === null ? '/' : `/personas/${personaId}`} keys="enter">
            Add topics
          </LinkButton>
        }
      >
        All drafts are ranked, and every topic has drafts. Add topics, write drafts for them, and
        they wait here for you.
      </EmptyState>
    )
  }
  return (
    <>
      <EmptyState
        title="Nothing to rank"
        actions={
          write.isSuccess ? null : (
            <Button
              look="primary"
              keys="enter"
              working={write.isPending ? 'Starting' : null}
              onClick={() => write.mutate({ topicIds: ids })}
            >
              Write drafts for {ids.length}
            </Button>
          )
        }
      >
        {write.isSuccess
          ? 'The drafts are being written. The first topics can be ranked as soon as theirs are there.'
          : `All drafts are ranked. ${capital(inWords(ids.length, 'topic'))} still ${ids.length === 1 ? 'has' : 'have'} none.`}
      </EmptyState>
      {write.isSuccess && <AsSoonAsThere personaId={personaId} />}
      {write.error && <ErrorNote className="mt-6" error={write.error} />}
    </>
  )
}

/** Offers the sitting once drafts that were just asked for are finished. */
const AsSoonAsThere = ({ personaId }: { personaId: string | null }) => {
  const sitting = useCall('rankings.sitting', { personaId })
  const ready = sitting.data?.topicIds.length ?? 0
  if (ready === 0) return <p className="muted mt-4">None is finished yet.</p>
  return (
    <Button
      className="mt-4"
      look="primary"
      keys="enter"
      onClick={() => void startSitting(personaId)}
    >
      Rank {ready}
    </Button>
  )
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
