import { useEffect } from 'react'
import type { HomeSummary } from '@contract/project'
import { announce } from '../../ui/announce'
import { Button } from '../../ui/Button'
import { EmptyState } from '../../ui/EmptyState'
import { ErrorNote } from '../../ui/ErrorNote'
import { NextButton } from '../../ui/NextButton'
import { capital, count, inWords } from '../../ui/words'
import { rankAgain, useNext } from './next'
import { NothingToRank } from './NothingToRank'
import { send, startSitting, useSitting } from './store'
import { SittingFigures } from './SittingFigures'
import { summaryOf, type Summary } from './summary'

type FinishedProps = { personaId: string | null }

/** The sitting is over, or there was nothing to rank. */
export const Finished = ({ personaId }: FinishedProps) => {
  const sitting = useSitting((state) => state.sitting)
  const summary = summaryOf(sitting)
  return (
    <div className="page" data-phase="finished">
      {sitting.notice && <ErrorNote className="mb-6" error={sitting.notice} />}
      {summary.topics === 0 && summary.skipped === 0 ? (
        <NothingToRank personaId={personaId} />
      ) : (
        <Ranked personaId={personaId} summary={summary} />
      )}
    </div>
  )
}

type RankedProps = { personaId: string | null; summary: Summary }

/** What the sitting made, and the step of the loop that follows from it. */
const Ranked = ({ personaId, summary }: RankedProps) => {
  const undoable = useSitting(({ sitting }) => sitting.past.length > 0)
  const home = useNext()
  const { topics, pairs, skipped } = summary
  const title =
    topics === 0
      ? 'Nothing was ranked this time.'
      : `${capital(inWords(topics, 'topic'))} ranked, ${inWords(pairs, 'pair')} added.`
  useEffect(() => announce(title), [title])
  return (
    <>
      <EmptyState
        title={title}
        actions={
          <>
            {skipped > 0 ? (
              <Button
                command="home.next"
                look="primary"
                onClick={() => void startSitting({ personaId, first: null })}
              >
                Rank {count(skipped, 'skipped topic')}
              </Button>
            ) : (
              home && <NextButton next={home.next} {...rankAgain(personaId)} />
            )}
            {undoable && (
              <Button look="quiet" command="rank.undo" onClick={() => send({ type: 'undo' })}>
                Undo the last
              </Button>
            )}
          </>
        }
      >
        {skipped > 0
          ? `${capital(inWords(skipped, 'topic'))} you skipped still ${skipped === 1 ? 'waits' : 'wait'}.`
          : `What you chose is what the next run learns from.${home ? ` ${sayNext(home.next)}` : ''}`}
      </EmptyState>
      {topics > 0 && <SittingFigures personaId={personaId} summary={summary} />}
    </>
  )
}

const sayNext = ({ step, title, text }: HomeSummary['next']): string =>
  step === 'add-topics' ? `${title} ${text}` : title
