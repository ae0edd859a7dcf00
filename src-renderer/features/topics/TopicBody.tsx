import type { Topic } from '@contract/topics'
import { PenLine } from 'lucide-react'
import type { ReactNode } from 'react'
import { useCall } from '../../bridge'
import { Button, LinkButton } from '../../ui/Button'
import { EmptyState } from '../../ui/EmptyState'
import { ErrorNote } from '../../ui/ErrorNote'
import { Note } from '../../ui/Note'
import { capital, inWords } from '../../ui/words'
import { RankedParts } from './RankedParts'
import { TopicComments } from './TopicComments'
import { TopicDrafts } from './TopicDrafts'
import { TopicPick } from './TopicPick'
import type { TopicState } from './useTopic'
import type { Writing } from './useWriting'

type TopicBodyProps = {
  topic: Topic
  state: TopicState
  writing: Writing
  /** Comments, or what the reward model thinks, stand under the drafts. */
  under: boolean
}

/** What was written, what became of it, and what the person said about it. */
export const TopicBody = ({ topic, state, writing, under }: TopicBodyProps) => {
  const ranked = topic.status === 'ranked' && !state.live
  const ranking = useCall('rankings.ofTopic', { topicId: topic.id }, { enabled: ranked })
  if (state.error) return <ErrorNote className="m-8" error={state.error} onRetry={state.retry} />
  if (state.loading) return <div className="galleys" aria-busy />
  const empty = state.columns.length === 0
  const stopped = topic.status === 'stopped' && !state.live && (
    <Stopped {...{ topic, state, writing }} />
  )
  const failed = topic.status !== 'stopped' && state.failure && (
    <ErrorNote
      className={empty ? 'm-8 mb-0 max-w-form' : 'mx-8 my-5'}
      error={state.failure}
      retryLabel="Write again"
      onRetry={writing.start}
    />
  )
  if (empty) {
    return (
      stopped || (
        <>
          {failed}
          <NoDrafts writing={writing} />
        </>
      )
    )
  }
  const order = ranked ? (ranking.data ?? null) : null
  return (
    <>
      {stopped}
      {failed}
      <TopicDrafts {...{ topic, state, writing }} ranking={order} />
      {(ranked || under) && (
        <div className="under-galleys">
          {ranking.error && <ErrorNote className="mb-6" error={ranking.error} />}
          {order && (
            <RankedParts topic={topic} drafts={state.drafts} ranking={order} writing={writing} />
          )}
          {(order || !ranked) && <TopicPick topic={topic} drafts={state.drafts} ranking={order} />}
          <TopicComments topic={topic} drafts={state.drafts} />
        </div>
      )}
    </>
  )
}

type StoppedProps = { topic: Topic; state: TopicState; writing: Writing }

/** Why there is nothing to rank, with what helps: the engine's own remedy where it is known. */
const Stopped = ({ topic, state, writing }: StoppedProps) => {
  const empty = state.columns.length === 0
  if (state.failure) {
    return (
      <ErrorNote
        className="m-8 max-w-form"
        error={state.failure}
        retryLabel="Write again"
        onRetry={writing.start}
      />
    )
  }
  return (
    <Note
      kind="stop"
      className="m-8 max-w-form"
      title="Writing stopped before two drafts were there."
      actions={
        empty && (
          <WriteButton primary writing={writing}>
            Write again
          </WriteButton>
        )
      }
    >
      {topic.statusReason !== null && asSentence(topic.statusReason)}{' '}
      {!empty && 'What was written is kept.'}
    </Note>
  )
}

/** A reason comes in a few words, or as a sentence of its own. */
const asSentence = (reason: string): string =>
  /[.!?]$/.test(reason) ? reason : `${capital(reason)}.`

/** Where writing begins, or where a model is to be had. */
const NoDrafts = ({ writing }: { writing: Writing }) => {
  const { settings } = writing
  if (settings && settings.writer === null) {
    return (
      <div className="p-8">
        <EmptyState
          title="No model writes yet"
          actions={
            <LinkButton href="/settings/engines" look="primary">
              Choose an engine
            </LinkButton>
          }
        >
          Drafts are written by a model on this computer or on a server of yours. There is none to
          ask at the moment. The topic waits here meanwhile.
        </EmptyState>
      </div>
    )
  }
  return (
    <div className="p-8">
      <EmptyState
        title="No drafts yet"
        actions={
          <WriteButton primary writing={writing}>
            Write {inWords(settings?.count ?? 3, 'draft')}
          </WriteButton>
        }
      >
        The writer reads the persona and this topic, and writes them side by side. Then you say
        which is best.
      </EmptyState>
    </div>
  )
}

type WriteButtonProps = { writing: Writing; primary?: boolean; children: ReactNode }

const WriteButton = ({ writing, primary = false, children }: WriteButtonProps) => (
  <Button
    look={primary ? 'primary' : 'default'}
    icon={<PenLine />}
    {...(primary ? { command: 'topic.write' } : {})}
    working={writing.isPending ? 'Starting' : null}
    onClick={writing.start}
  >
    {children}
  </Button>
)
