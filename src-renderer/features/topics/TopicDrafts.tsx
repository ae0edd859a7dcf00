import { RotateCw } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { CommandId } from '@contract/commands'
import type { Draft } from '@contract/drafts'
import type { Ranking } from '@contract/rankings'
import type { Topic } from '@contract/topics'
import { announce } from '../../ui/announce'
import { Button, IconButton } from '../../ui/Button'
import { ErrorNote } from '../../ui/ErrorNote'
import { Galley, Galleys } from '../../ui/Galley'
import { Mark } from '../../ui/Mark'
import Markdown from '../../ui/Markdown'
import { Note } from '../../ui/Note'
import { classes, count, letter } from '../../ui/words'
import type { GalleyColumn } from './columns'
import { markOf } from './order'
import type { TopicState } from './useTopic'
import type { Writing } from './useWriting'

type TopicDraftsProps = {
  topic: Topic
  state: TopicState
  writing: Writing
  /** Null until the drafts are ranked. */
  ranking: Ranking | null
}

/** The drafts side by side, as they are written. */
export const TopicDrafts = ({ topic, state, writing, ranking }: TopicDraftsProps) => {
  const { columns } = state
  useAnnounceReady(columns)
  const idle = state.job === null
  return (
    <Galleys label="Drafts" count={columns.length} snug>
      {columns.map((column) => (
        <DraftGalley
          key={column.index}
          column={column}
          queued={!state.live}
          ranking={ranking}
          again={idle && topic.status !== 'ranked' ? writing : null}
        />
      ))}
    </Galleys>
  )
}

type DraftGalleyProps = {
  column: GalleyColumn
  queued: boolean
  ranking: Ranking | null
  /** Writes this draft anew; null while writing goes on and once the set is ranked. */
  again: Writing | null
}

const DraftGalley = ({ column, queued, ranking, again }: DraftGalleyProps) => {
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

const againCommands: readonly CommandId[] = [
  'topic.again1',
  'topic.again2',
  'topic.again3',
  'topic.again4'
]

type AgainProps = { index: number; writing: Writing }

/** In the head of a finished draft: another in its place, and this one to the history. */
const AgainIcon = ({ index, writing }: AgainProps) => (
  <IconButton
    className="again"
    label={`Write draft ${letter(index)} again; this one stays in the history`}
    command={againCommands[index]}
    working={writing.pendingOne === index ? 'Starting' : null}
    onClick={() => writing.startOne(index)}
  >
    <RotateCw />
  </IconButton>
)

type FailedDraftProps = { column: GalleyColumn; again: Writing | null }

/** The others go on; writing it again is offered when they are done. */
const FailedDraft = ({ column, again }: FailedDraftProps) => {
  const { index, error } = column
  if (error) {
    return (
      <ErrorNote
        error={error}
        retryLabel="Write again"
        onRetry={again ? () => again.startOne(index) : undefined}
      />
    )
  }
  return (
    <Note
      kind="stop"
      title="This draft was not written."
      actions={
        again && (
          <Button
            icon={<RotateCw />}
            command={againCommands[index]}
            working={again.pendingOne === index ? 'Starting' : null}
            onClick={() => again.startOne(index)}
          >
            Write again
          </Button>
        )
      }
    >
      The others are whole and can be ranked without it.
    </Note>
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

/** Silent while it streams; said once when a draft is finished. */
const useAnnounceReady = (columns: GalleyColumn[]) => {
  const before = useRef(new Map<number, GalleyColumn['state']>())
  useEffect(() => {
    for (const { index, state, words } of columns) {
      const old = before.current.get(index)
      if ((old === 'writing' || old === 'waiting') && state === 'ready') {
        announce(`Draft ${letter(index)} is finished, ${count(words, 'word')}.`)
      }
      if (old !== undefined && old !== 'failed' && state === 'failed') {
        announce(`Draft ${letter(index)} was not written. The others go on.`)
      }
      before.current.set(index, state)
    }
  }, [columns])
}
