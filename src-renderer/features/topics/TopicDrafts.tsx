import { useEffect, useRef } from 'react'
import type { Ranking } from '@contract/rankings'
import type { Topic } from '@contract/topics'
import { announce } from '../../ui/announce'
import { Galleys } from '../../ui/Galley'
import { count, letter } from '../../ui/words'
import type { GalleyColumn } from './columns'
import { DraftGalley } from './DraftGalley'
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
