import { call, useAct } from '../../../bridge'
import { announce } from '../../../ui/announce'
import { showFailure } from '../../../ui/Failure'
import { offerUndo } from '../../../ui/Toast'
import { count } from '../../../ui/words'

type TopicActs = {
  write: (ids: readonly string[]) => void
  writing: boolean
  remove: (ids: readonly string[]) => void
  removing: boolean
  setKind: (ids: readonly string[], kind: string | null) => void
}

/** What is done with several topics at once; each can be taken back but the writing. */
export const useTopicActs = (onDone: () => void): TopicActs => {
  const write = useAct('drafts.write')
  const remove = useAct('topics.delete')
  const setKinds = useAct('topics.setKinds')
  return {
    writing: write.isPending,
    write: (ids) =>
      write.mutate(
        { topicIds: [...ids] },
        {
          onSuccess: () => {
            announce(`Drafts for ${count(ids.length, 'topic')} are being written.`)
            onDone()
          },
          onError: showFailure
        }
      ),
    removing: remove.isPending,
    remove: (ids) =>
      remove.mutate(
        { ids: [...ids] },
        {
          onSuccess: (gone) => {
            onDone()
            offerUndo(sayDeleted(gone), () => call('topics.restore', { ids: [...ids] }))
          },
          onError: showFailure
        }
      ),
    setKind: (ids, kind) =>
      setKinds.mutate(
        { kinds: ids.map((id) => ({ id, kind })) },
        {
          onSuccess: ({ before }) =>
            offerUndo(
              kind === null
                ? `${count(ids.length, 'topic')} without a kind`
                : `${count(ids.length, 'topic')} of the kind ${kind}`,
              () => call('topics.setKinds', { kinds: before })
            ),
          onError: showFailure
        }
      )
  }
}

type Deleted = { topics: number; drafts: number; rankings: number }

/** `3 topics deleted, with 9 drafts and 2 rankings`. */
export const sayDeleted = ({ topics, drafts, rankings }: Deleted): string => {
  const with_ = [
    drafts > 0 && count(drafts, 'draft'),
    rankings > 0 && count(rankings, 'ranking')
  ].filter(Boolean)
  const deed = `${count(topics, 'topic')} deleted`
  return with_.length === 0 ? deed : `${deed}, with ${with_.join(' and ')}`
}
