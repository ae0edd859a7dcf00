import { PanelRight, PenLine, Square } from 'lucide-react'
import { useState } from 'react'
import { useAct } from '../../bridge'
import type { Topic } from '@contract/topics'
import { Button, IconButton, LinkButton } from '../../ui/Button'
import { ErrorNote } from '../../ui/ErrorNote'
import { Page } from '../../ui/Page'
import { Tag } from '../../ui/Tags'
import { classes } from '../../ui/words'
import { TopicDrafts } from './TopicDrafts'
import { TopicMenu } from './TopicMenu'
import { useTopicState } from './useTopic'
import { useWriting } from './useWriting'
import { WriterPane } from './WriterPane'
import { WritingFoot } from './WritingFoot'
import './topics.css'

/** A topic: its brief, its drafts as galleys, and beside them the writer. */
export const TopicScreen = ({ topic }: { topic: Topic }) => {
  const state = useTopicState(topic)
  const writing = useWriting(topic)
  const cancel = useAct('jobs.cancel')
  const [pane, setPane] = useState(false)
  const { jobId } = state
  return (
    <Page
      title={topic.title}
      parent={{ title: topic.personaName, href: `/personas/${topic.personaId}` }}
      flush
      actions={
        <>
          <span className="topic-pane-toggle">
            <IconButton label="Writer and sampling" onClick={() => setPane(!pane)}>
              <PanelRight />
            </IconButton>
          </span>
          <TopicMenu topic={topic} />
          {jobId && (
            <Button
              icon={<Square />}
              keys="mod+."
              working={cancel.isPending ? 'Stopping' : null}
              onClick={() => cancel.mutate({ id: jobId })}
            >
              Stop
            </Button>
          )}
          {!jobId && state.columns.length > 0 && (
            <Button
              icon={<PenLine />}
              look={topic.status === 'stopped' ? 'primary' : 'default'}
              keys="w"
              working={writing.isPending ? 'Starting' : null}
              onClick={writing.start}
            >
              Write new drafts
            </Button>
          )}
          <RankButton topic={topic} busy={jobId !== null} />
        </>
      }
    >
      <div className={classes('split keep narrow topic', pane && 'open')}>
        <div className="body flush">
          <div className="masthead snug">
            <div className="row items-start gap-3">
              <h2 className="title line-clamp-2" title={topic.title}>
                {topic.title}
              </h2>
              {topic.kind && (
                <span className="mt-1 flex-none">
                  <Tag>{topic.kind}</Tag>
                </span>
              )}
            </div>
            {topic.prompt !== topic.title && (
              <p className="muted mt-1.5 line-clamp-3 selectable" title={topic.prompt}>
                {topic.prompt}
              </p>
            )}
          </div>
          {cancel.error && <ErrorNote className="m-5" error={cancel.error} />}
          {writing.error && (
            <ErrorNote className="m-5" error={writing.error} onRetry={writing.start} />
          )}
          <TopicDrafts topic={topic} state={state} writing={writing} />
          {jobId && <WritingFoot topic={topic} state={state} />}
        </div>
        <aside className="side stack s6" aria-label="Writer and sampling">
          <WriterPane settings={writing.settings} onChange={writing.setSettings} />
        </aside>
      </div>
    </Page>
  )
}

const RankButton = ({ topic, busy }: { topic: Topic; busy: boolean }) => {
  if (busy) {
    return (
      <Button off="The drafts are still being written. Ranking starts when all are there.">
        Rank when ready
      </Button>
    )
  }
  if (topic.status !== 'toRank') return null
  return (
    <LinkButton href={`/rank/${topic.personaId}/${topic.id}`} look="primary" keys="r">
      Rank
    </LinkButton>
  )
}
