import type { Topic } from '@contract/topics'
import { Status } from '../../ui/Status'
import { count, figure, inWords } from '../../ui/words'
import type { TopicState } from './useTopic'

/** Speed and size of the drafts together; of one alone it would give its model away. */
export const WritingFoot = ({ topic, state }: { topic: Topic; state: TopicState }) => {
  const { live, columns } = state
  if (!live) {
    return (
      <div className="foot">
        <Status kind={topic.status === 'waiting' ? 'waiting' : 'working'}>
          {topic.status === 'waiting' ? 'Waiting to write' : 'Starting the writer'}
        </Status>
      </div>
    )
  }
  const words = columns.reduce((sum, column) => sum + column.words, 0)
  const done = columns.filter((column) => column.state === 'ready').length
  return (
    <div className="foot">
      <Status kind="writing">Writing {inWords(columns.length, 'draft')}</Status>
      {live.tokensPerSecond !== null && (
        <span className="muted">{live.tokensPerSecond.toFixed(0)} tok/s together</span>
      )}
      <span className="muted hide-narrow">{count(live.tokens, 'token')} so far</span>
      <span className="muted ml-auto">
        {figure(words)} words, {done} of {columns.length} finished
      </span>
    </div>
  )
}
