import { useEffect } from 'react'
import type { HomeSummary } from '@contract/project'
import type { Ranking } from '@contract/rankings'
import { useAct, useCall } from '../../bridge'
import { announce } from '../../ui/announce'
import { Button } from '../../ui/Button'
import { EmptyState } from '../../ui/EmptyState'
import { ErrorNote } from '../../ui/ErrorNote'
import { NextButton } from '../../ui/NextButton'
import { useShortcut } from '../../ui/shortcuts/useShortcut'
import { count, inWords } from '../../ui/words'
import { send, startSitting, useSitting } from './store'

type FinishedProps = { personaId: string | null }

/** The sitting is over, or there was nothing to rank. */
export const Finished = ({ personaId }: FinishedProps) => {
  const { past, queue, notice } = useSitting(({ sitting }) => sitting)
  const ranked = past.flatMap((step) => (step.kind === 'ranked' ? [step.ranking] : []))
  useShortcut('mod+z', () => send({ type: 'undo' }))
  return (
    <div className="page">
      {notice && <ErrorNote className="mb-6" error={notice} />}
      {ranked.length === 0 && queue.length === 0 ? (
        <NothingToRank personaId={personaId} />
      ) : (
        <Ranked personaId={personaId} ranked={ranked} />
      )}
    </div>
  )
}

type RankedProps = { personaId: string | null; ranked: Ranking[] }

/** What the sitting made, and the step of the loop that follows from it. */
const Ranked = ({ personaId, ranked }: RankedProps) => {
  const { past, queue } = useSitting(({ sitting }) => sitting)
  const summary = useNext()
  const pairs = ranked.reduce((sum, ranking) => sum + ranking.pairs, 0)
  const title = `${capital(inWords(ranked.length, 'topic'))} ranked, ${inWords(pairs, 'pair')} added.`
  useEffect(() => announce(title), [title])
  return (
    <EmptyState
      title={title}
      actions={
        <>
          {queue.length > 0 ? (
            <Button keys="enter" look="primary" onClick={() => void startSitting(personaId)}>
              Rank {count(queue.length, 'skipped topic')}
            </Button>
          ) : (
            summary && <NextButton next={summary.next} onRank={rankAgain(personaId)} />
          )}
          {past.length > 0 && (
            <Button look="quiet" keys="u" onClick={() => send({ type: 'undo' })}>
              Undo the last
            </Button>
          )}
        </>
      }
    >
      {queue.length > 0
        ? `${capital(inWords(queue.length, 'topic'))} you skipped still ${queue.length === 1 ? 'waits' : 'wait'}.`
        : `What you chose is what the next run learns from.${summary ? ` ${sayNext(summary.next)}` : ''}`}
    </EmptyState>
  )
}

/** The same address does not open a new sitting by itself. */
const rankAgain = (personaId: string | null) =>
  personaId === null ? () => void startSitting(null) : undefined

/** Nothing until the rankings just made are counted: an older answer would name the wrong step. */
const useNext = (): HomeSummary | undefined => {
  const summary = useCall('home.summary', {})
  return summary.isFetching ? undefined : summary.data
}

const sayNext = ({ step, title, text }: HomeSummary['next']): string =>
  step === 'add-topics' ? `${title} ${text}` : title

const NothingToRank = ({ personaId }: { personaId: string | null }) => {
  const topics = useCall('topics.ids', { personaId, status: 'noDrafts' })
  const summary = useNext()
  const write = useAct('drafts.write')
  if (topics.error) return <ErrorNote error={topics.error} onRetry={() => void topics.refetch()} />
  if (!topics.data) return null
  const { ids } = topics.data
  const begin = () => write.mutate({ topicIds: ids })
  if (ids.length === 0) {
    if (!summary) return null
    return (
      <EmptyState
        title="Nothing to rank"
        actions={<NextButton next={summary.next} onRank={rankAgain(personaId)} />}
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
          write.isSuccess ? null : (
            <Button
              look="primary"
              keys="enter"
              working={write.isPending ? 'Starting' : null}
              onClick={begin}
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
      {write.error && <ErrorNote className="mt-6" error={write.error} onRetry={begin} />}
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
