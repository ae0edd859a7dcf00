import { PenLine } from 'lucide-react'
import { useEffect, useRef, type ReactNode } from 'react'
import type { Topic } from '@contract/topics'
import { announce } from '../../ui/announce'
import { Button } from '../../ui/Button'
import { EmptyState } from '../../ui/EmptyState'
import { ErrorNote } from '../../ui/ErrorNote'
import { Galley, Galleys } from '../../ui/Galley'
import Markdown from '../../ui/Markdown'
import { Note } from '../../ui/Note'
import { count, inWords, letter } from '../../ui/words'
import type { GalleyColumn } from './columns'
import type { TopicState } from './useTopic'
import type { Writing } from './useWriting'

type TopicDraftsProps = { topic: Topic; state: TopicState; writing: Writing }

/** The drafts side by side, as they are written. */
export const TopicDrafts = ({ topic, state, writing }: TopicDraftsProps) => {
  const { columns } = state
  useAnnounceReady(columns)
  if (state.error) return <ErrorNote className="m-8" error={state.error} />
  if (state.loading) return <div className="galleys" aria-busy />
  const stopped = topic.status === 'stopped' && !state.live && (
    <Note
      kind="stop"
      className="m-8 max-w-form"
      title="Writing stopped before two drafts were there."
      actions={<WriteButton writing={writing}>Write again</WriteButton>}
    >
      {topic.statusReason} What was written is kept.
    </Note>
  )
  if (columns.length === 0) return stopped || <NoDrafts writing={writing} />
  return (
    <>
      {stopped}
      <Galleys label="Drafts" count={columns.length} snug>
        {columns.map((column) => (
          <DraftGalley key={column.index} column={column} queued={!state.live} writing={writing} />
        ))}
      </Galleys>
    </>
  )
}

const NoDrafts = ({ writing }: { writing: Writing }) => (
  <div className="p-8">
    <EmptyState
      title="No drafts yet"
      actions={
        <WriteButton primary writing={writing}>
          Write {inWords(writing.settings?.count ?? 3, 'draft')}
        </WriteButton>
      }
    >
      The writer reads the persona and this topic, and writes them side by side. Then you say which
      is best.
    </EmptyState>
  </div>
)

type WriteButtonProps = { writing: Writing; primary?: boolean; children: ReactNode }

const WriteButton = ({ writing, primary = false, children }: WriteButtonProps) => (
  <Button
    look={primary ? 'primary' : 'default'}
    icon={<PenLine />}
    {...(primary ? { keys: 'enter' } : {})}
    working={writing.isPending ? 'Starting' : null}
    onClick={writing.start}
  >
    {children}
  </Button>
)

type DraftGalleyProps = { column: GalleyColumn; queued: boolean; writing: Writing }

const DraftGalley = ({ column, queued, writing }: DraftGalleyProps) => (
  <Galley
    letter={letter(column.index)}
    label={`Draft ${letter(column.index)}, ${count(column.words, 'word')}`}
    state={column.state}
    size="md"
    slug={
      <>
        {column.state === 'failed' ? 'not written' : count(column.words, 'word')}
        <br />
        {describe(column, queued)}
      </>
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
      <FailedDraft column={column} queued={queued} writing={writing} />
    ) : (
      column.text !== '' && <Markdown text={column.text} />
    )}
  </Galley>
)

const describe = ({ state, draft }: GalleyColumn, queued: boolean) => {
  if (state === 'waiting') return queued ? 'waiting' : 'starting'
  if (state === 'writing') return 'writing'
  if (state === 'failed') return 'stopped'
  if (draft?.origin) {
    const { model, sampling } = draft.origin
    return sampling ? `${model}, ${sampling.temperature.toFixed(2)}` : model
  }
  return draft?.cutShort ? 'cut short' : 'finished'
}

/** The others go on; writing it again is offered when they are done. */
const FailedDraft = ({ column, queued, writing }: DraftGalleyProps) => (
  <ErrorNote
    error={column.error}
    retryLabel="Write again"
    onRetry={queued ? writing.start : undefined}
  />
)

/** Silent while it streams; said once when a draft is finished. */
const useAnnounceReady = (columns: GalleyColumn[]) => {
  const before = useRef(new Map<number, GalleyColumn['state']>())
  useEffect(() => {
    for (const { index, state, words } of columns) {
      const old = before.current.get(index)
      if ((old === 'writing' || old === 'waiting') && state === 'ready') {
        announce(`Draft ${letter(index)} is finished, ${count(words, 'word')}.`)
      }
      before.current.set(index, state)
    }
  }, [columns])
}
