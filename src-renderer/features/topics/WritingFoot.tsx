import type { Topic } from '@contract/topics'
import { Meter } from '../../ui/Counts'
import { Status } from '../../ui/Status'
import { count, figure, inWords, letter } from '../../ui/words'
import { progressOf, sayTimeLeft } from './estimate'
import type { TopicState } from './useTopic'

/** Speed and size of the drafts together; of one alone it would give its model away. */
export const WritingFoot = ({ topic, state }: { topic: Topic; state: TopicState }) => {
  const { live, kept } = state
  if (!live) {
    return (
      <div className="foot">
        <Status kind={topic.status === 'waiting' ? 'waiting' : 'working'}>
          {topic.status === 'waiting' ? 'Waiting to write' : 'Starting the writer'}
        </Status>
      </div>
    )
  }
  const progress = progressOf(live, kept)
  const { words, wordsAtMost, share } = progress
  const timeLeft = sayTimeLeft(progress)
  return (
    <div className="foot">
      <Status kind="writing">{sayWriting(state)}</Status>
      {live.tokensPerSecond !== null && (
        <span className="muted">{live.tokensPerSecond.toFixed(0)} tok/s together</span>
      )}
      {timeLeft && <span className="muted">{timeLeft}</span>}
      {share !== null && (
        <Meter className="hide-narrow ml-auto w-28" value={share} label="Drafts written" />
      )}
      <span className={share === null ? 'muted ml-auto' : 'muted'}>
        {wordsAtMost === null
          ? count(words, 'word')
          : `${figure(words)} of up to ${figure(wordsAtMost)} words`}
      </span>
    </div>
  )
}

const sayWriting = ({ live, kept }: TopicState): string => {
  const slots = live?.slots.filter(({ index }) => !kept.has(index)) ?? []
  const [only] = slots
  if (only && slots.length === 1 && kept.size > 0)
    return `Writing draft ${letter(only.index)} again`
  return `Writing ${inWords(slots.length, 'draft')}`
}
