import { PanelRight, PenLine, Square } from 'lucide-react'
import { useRef, useState } from 'react'
import type { Topic } from '@contract/topics'
import { useAct, useCall } from '../../bridge'
import { Button, IconButton, LinkButton } from '../../ui/Button'
import { ErrorNote } from '../../ui/ErrorNote'
import { Page } from '../../ui/Page'
import { useShortcut } from '../../ui/shortcuts/useShortcut'
import { classes } from '../../ui/words'
import { useCommenting } from './commenting'
import { usePicking } from './picking'
import { TopicBody } from './TopicBody'
import { TopicMasthead } from './TopicMasthead'
import { TopicMenu } from './TopicMenu'
import { TopicPane } from './TopicPane'
import { useTopicState, type TopicState } from './useTopic'
import { useWriting, type Writing } from './useWriting'
import { WritingFoot } from './WritingFoot'
import './topics.css'

/** A topic: its brief, its drafts as galleys, and beside them the writer. */
export const TopicScreen = ({ topic }: { topic: Topic }) => {
  const state = useTopicState(topic)
  const writing = useWriting(topic)
  const cancel = useAct('jobs.cancel')
  const comments = useCall('comments.list', { topicId: topic.id })
  const { open: commenting } = useCommenting(topic.id)
  const [pane, setPane] = useState(false)
  const aside = useRef<HTMLElement>(null)
  useShortcut('escape', () => setPane(false), { enabled: pane })
  const { job } = state
  const { open: picking } = usePicking(topic.id)
  const under = !job && (commenting || picking || (comments.data?.length ?? 0) > 0)
  const long = state.columns.length > 0 && (under || topic.status === 'ranked')
  return (
    <Page
      title={topic.title}
      parent={{ title: topic.personaName, href: `/personas/${topic.personaId}` }}
      flush
      actions={
        <>
          <span className="topic-pane-toggle">
            <IconButton
              label="Writer and sampling"
              command="topic.sampling"
              aria-pressed={pane}
              onClick={() => {
                setPane(!pane)
                // Into the pane with the keyboard too, where it is always open.
                requestAnimationFrame(() => aside.current?.querySelector('button')?.focus())
              }}
            >
              <PanelRight />
            </IconButton>
          </span>
          <TopicMenu topic={topic} hasDrafts={state.columns.length > 0 && !job} />
          {job ? (
            <Button
              icon={<Square />}
              command="app.stop"
              working={cancel.isPending || job.stopping ? 'Stopping' : null}
              onClick={() => cancel.mutate({ id: job.id })}
            >
              {job.batch ? 'Stop all' : 'Stop'}
            </Button>
          ) : (
            <WriteAll topic={topic} state={state} writing={writing} />
          )}
          <RankButton topic={topic} state={state} />
        </>
      }
    >
      <div className={classes('split keep narrow topic', pane && 'open')}>
        <div className={classes('body flush', long && 'with-under')}>
          <TopicMasthead topic={topic} />
          {cancel.error && <ErrorNote className="mx-8 my-5" error={cancel.error} />}
          {writing.error && (
            <ErrorNote className="mx-8 my-5" error={writing.error} onRetry={writing.retry} />
          )}
          <TopicBody {...{ topic, state, writing, under }} />
          {job && <WritingFoot topic={topic} state={state} />}
        </div>
        <aside ref={aside} className="side stack s6" aria-label="Writer and sampling">
          <TopicPane topic={topic} state={state} writing={writing} />
        </aside>
      </div>
    </Page>
  )
}

type PartProps = { topic: Topic; state: TopicState; writing: Writing }

/** The next action where there are drafts; without any, the page itself holds the button. */
const WriteAll = ({ topic, state, writing }: PartProps) => {
  const noModel = useNoModel(writing)
  if (state.columns.length === 0) return null
  return (
    <Button
      icon={<PenLine />}
      look={topic.status === 'stopped' ? 'primary' : 'default'}
      command="topic.write"
      off={noModel}
      working={writing.isPending ? 'Starting' : null}
      onClick={writing.start}
    >
      Write new drafts
    </Button>
  )
}

/** Why nothing can be written, in a sentence; null when something can. */
const useNoModel = ({ settings }: Writing): string | null =>
  settings && settings.writer === null ? 'There is no model yet. Choose an engine first.' : null

const RankButton = ({ topic, state }: Omit<PartProps, 'writing'>) => {
  if (state.job) {
    return (
      <Button off="The drafts are still being written. Ranking starts when all are there.">
        Rank when ready
      </Button>
    )
  }
  if (topic.status !== 'toRank') return null
  return (
    <LinkButton href={`/rank/${topic.personaId}/${topic.id}`} look="primary" command="topic.rank">
      Rank
    </LinkButton>
  )
}
