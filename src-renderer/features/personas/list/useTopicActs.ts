import { call, useAct } from '../../../bridge'
import { announce } from '../../../ui/announce'
import { showFailure } from '../../../ui/Failure'
import { offerUndo } from '../../../ui/Toast'
import { count } from '../../../ui/words'
import { sayDeleted } from './words'

/** The most topics that one job writes drafts for. */
export const AT_ONCE = 10_000

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
        { topicIds: ids.slice(0, AT_ONCE) },
        {
          onSuccess: () => {
            announce(
              `Drafts for ${count(Math.min(ids.length, AT_ONCE), 'topic')} are being written.`
            )
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
