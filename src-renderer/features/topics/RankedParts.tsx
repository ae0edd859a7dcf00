import { ListOrdered, Undo2 } from 'lucide-react'
import { useLocation } from 'wouter'
import type { Draft } from '@contract/drafts'
import type { Ranking } from '@contract/rankings'
import type { Topic } from '@contract/topics'
import { call, useAct, useCall } from '../../bridge'
import { Button } from '../../ui/Button'
import { Changes } from '../../ui/Changes'
import { changesOf } from '../../ui/word-diff'
import { ErrorNote } from '../../ui/ErrorNote'
import { Section } from '../../ui/Page'
import { TaughtRows } from '../../ui/TaughtRows'
import { offerUndo } from '../../ui/Toast'
import { letter, when } from '../../ui/words'
import { editOf } from './edit'
import { sayOrder, sayPairs } from './order'
import { Origins } from './Origins'
import type { Writing } from './useWriting'

type RankedPartsProps = { topic: Topic; drafts: Draft[]; ranking: Ranking; writing: Writing }

/** A ranked topic: the order as a finding, what it teaches, the edit, and who wrote what. */
export const RankedParts = ({ topic, drafts, ranking, writing }: RankedPartsProps) => {
  const taught = useCall('datasets.ofTopic', { topicId: topic.id })
  const nameOf = (id: string) => {
    const draft = drafts.find((one) => one.id === id)
    return draft ? letter(draft.variantIndex) : 'your edit'
  }
  const edit = taught.data ? editOf(drafts, taught.data) : null
  return (
    <>
      <div className="row between mb-7 items-end gap-6">
        <div className="min-w-0">
          <h3 className="title">{sayOrder(ranking, nameOf)}</h3>
          <p className="muted mt-1">
            Ranked {sayWhen(ranking.createdAt)}. {sayPairs(ranking.pairs)}
          </p>
        </div>
        <RankingActs topic={topic} ranking={ranking} />
      </div>
      <Section title="What this ranking became">
        {taught.error && (
          <ErrorNote className="mt-4" error={taught.error} onRetry={() => void taught.refetch()} />
        )}
        {taught.data && (
          <div className="mt-4">
            <TaughtRows rows={taught.data} nameOf={nameOf} />
          </div>
        )}
        {taught.data === null && <p className="muted mt-3">Nothing is learned from it.</p>}
      </Section>
      {edit && (
        <Section title={`Your edit of ${letter(edit.original.variantIndex)}`}>
          <div className="read sm selectable mt-4 whitespace-pre-wrap">
            <Changes changes={changesOf(edit.original.text, edit.text)} />
          </div>
        </Section>
      )}
      <Section title="Who wrote them">
        <Origins drafts={drafts} ranking={ranking} />
        <UseSeed drafts={drafts} writing={writing} />
      </Section>
    </>
  )
}

/** A seed is of use where it makes the same drafts come again: on the embedded engine. */
const UseSeed = ({ drafts, writing }: { drafts: readonly Draft[]; writing: Writing }) => {
  const first = drafts.find(({ variantIndex }) => variantIndex === 0)?.origin
  const seed = first?.engine === 'embedded' ? first.seed : null
  if (seed === null) return null
  return (
    <div className="row mt-2 gap-3">
      <p className="small faint grow">
        With the seed of A, the same model, sampling and brief write the same drafts again.
      </p>
      <Button
        look="quiet"
        off={writing.settings?.seed === seed && 'It is the seed of the next drafts already.'}
        onClick={() => writing.setSettings({ seed })}
      >
        Begin from this seed
      </Button>
    </div>
  )
}

/** “at 9:12”, “yesterday”, “on Monday”. */
const sayWhen = (at: number): string => {
  const said = when(at)
  if (said.includes(':')) return `at ${said}`
  return said === 'Yesterday' ? 'yesterday' : `on ${said}`
}

/** Back to the drafts before they were ranked: blind again, or at once into the sitting. */
const RankingActs = ({ topic, ranking }: { topic: Topic; ranking: Ranking }) => {
  const [, navigate] = useLocation()
  const undo = useAct('rankings.undo')
  const again = () =>
    undo.mutate(
      { id: ranking.id },
      { onSuccess: () => navigate(`/rank/${topic.personaId}/${topic.id}`) }
    )
  const offerBack = () =>
    offerUndo('Ranking taken back', () => call('rankings.restore', { id: ranking.id }))
  return (
    <div className="flex-none">
      <div className="row">
        <Button
          look="quiet"
          icon={<Undo2 />}
          command="topic.takeBack"
          off={undo.isPending && 'The ranking is being taken back.'}
          onClick={() => undo.mutate({ id: ranking.id }, { onSuccess: offerBack })}
        >
          Take the ranking back
        </Button>
        <Button
          icon={<ListOrdered />}
          command="topic.rankAgain"
          off={undo.isPending && 'The ranking is being taken back.'}
          onClick={again}
        >
          Rank again
        </Button>
      </div>
      {undo.error && <ErrorNote className="mt-3 max-w-90" error={undo.error} />}
    </div>
  )
}
