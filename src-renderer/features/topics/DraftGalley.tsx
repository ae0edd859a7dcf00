import type { Draft } from '@contract/drafts'
import type { Ranking } from '@contract/rankings'
import { Galley } from '../../ui/Galley'
import { Mark } from '../../ui/Mark'
import Markdown from '../../ui/Markdown'
import { classes, count, letter } from '../../ui/words'
import { AgainIcon, FailedDraft } from './DraftAgain'
import type { GalleyColumn } from './columns'
import { markOf } from './order'
import type { Writing } from './useWriting'

type DraftGalleyProps = {
  column: GalleyColumn
  queued: boolean
  ranking: Ranking | null
  /** Writes this draft anew; null while writing goes on and once the set is ranked. */
  again: Writing | null
}

/** One draft as it waits, is written, is there or failed. */
export const DraftGalley = ({ column, queued, ranking, again }: DraftGalleyProps) => {
  const name = letter(column.index)
  const mark = ranking && column.draft ? markOf(ranking, column.draft.id) : null
  return (
    <Galley
      letter={name}
      label={`Draft ${name}, ${count(column.words, 'word')}${mark ? `, ${mark.word.toLowerCase()}` : ''}`}
      state={column.state}
      place={mark && (mark.rank === 'best' || mark.rank === 'worst') ? mark.rank : null}
      size="md"
      slug={
        <>
          {column.state === 'failed' ? 'not written' : count(column.words, 'word')}
          <span className="trunc block" title={describe(column, queued)}>
            {describe(column, queued)}
          </span>
        </>
      }
      end={
        mark ? (
          <>
            <Mark rank={mark.rank} place={mark.place} bare />
            <span className={classes('med', mark.rank === 'worst' && 'muted')}>{mark.word}</span>
          </>
        ) : (
          again && column.state === 'ready' && <AgainIcon index={column.index} writing={again} />
        )
      }
    >
      {column.state === 'waiting' && (
        <p className="font-sans text-ui faint mt-4">
          {queued
            ? 'Waiting for its turn. Topics are written one after the other.'
            : 'Reading the brief. The drafts share it, so this takes about a second.'}
        </p>
      )}
      {column.state === 'failed' ? (
        <FailedDraft column={column} again={again} />
      ) : (
        column.text !== '' && <Markdown text={column.text} />
      )}
    </Galley>
  )
}

const describe = ({ state, draft }: GalleyColumn, queued: boolean) => {
  if (state === 'waiting') return queued ? 'waiting' : 'starting'
  if (state === 'writing') return 'writing'
  if (state === 'failed') return 'stopped'
  return draft ? describeDraft(draft) : 'finished'
}

/** Who wrote it once that may be known, else how it ended. */
export const describeDraft = ({ origin, cutShort, parentDraftId }: Draft): string => {
  if (parentDraftId !== null) return 'your edit'
  if (!origin) return cutShort ? 'cut short' : 'finished'
  const { model, sampling } = origin
  return sampling ? `${model}, ${sampling.temperature.toFixed(2)}` : model
}
