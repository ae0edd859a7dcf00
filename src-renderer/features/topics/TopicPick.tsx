import { Check, X } from 'lucide-react'
import type { Draft } from '@contract/drafts'
import type { Ranking } from '@contract/rankings'
import { CLEAR_LEAD } from '@contract/rewards'
import type { Topic } from '@contract/topics'
import { call, useAct } from '../../bridge'
import { Button, IconButton } from '../../ui/Button'
import { ErrorNote } from '../../ui/ErrorNote'
import { Section } from '../../ui/Page'
import { RewardPick } from '../../ui/picks/RewardPick'
import type { Scored } from '../../ui/picks/words'
import { offerUndo } from '../../ui/Toast'
import { letter } from '../../ui/words'
import { usePicking } from './picking'

type TopicPickProps = { topic: Topic; drafts: readonly Draft[]; ranking: Ranking | null }

/** What the reward model thinks: after the ranking, or before it because the person asked. */
export const TopicPick = ({ topic, drafts, ranking }: TopicPickProps) => {
  const { open, setOpen, elapsedMs } = usePicking(topic.id)
  const nameOf = (id: string) => {
    const draft = drafts.find((one) => one.id === id)
    return draft ? letter(draft.variantIndex) : 'another draft'
  }
  const early = ranking === null
  if (early && !open) return null
  return (
    <Section
      title="What the reward model thinks"
      end={
        early && (
          <IconButton label="Hide what the reward model thinks" onClick={() => setOpen(false)}>
            <X />
          </IconButton>
        )
      }
    >
      <div className="mt-3 mb-7">
        <RewardPick
          topicId={topic.id}
          personaId={topic.personaId}
          nameOf={nameOf}
          ranking={ranking}
          reveal={early}
          {...(early && topic.status === 'toRank'
            ? {
                accept: (pick: Scored) => (
                  <AcceptPick {...{ topic, pick, nameOf }} elapsedMs={elapsedMs} />
                )
              }
            : {})}
        />
      </div>
    </Section>
  )
}

type AcceptPickProps = {
  topic: Topic
  pick: Scored
  nameOf: (draftId: string) => string
  elapsedMs: () => number
}

/** The pick becomes the person's own verdict, which can be taken back. */
const AcceptPick = ({ topic, pick, nameOf, elapsedMs }: AcceptPickProps) => {
  const accept = useAct('rewards.accept')
  const name = nameOf(pick.best)
  const deed = () =>
    accept.mutate(
      { picks: [{ topicId: topic.id, draftId: pick.best }], elapsedMs: elapsedMs() },
      {
        onSuccess: ({ rankingIds: [id = ''] }) =>
          offerUndo(`${name} accepted, the others rejected`, () => call('rankings.undo', { id }))
      }
    )
  const unclear = pick.lead !== null && pick.lead < CLEAR_LEAD
  return (
    <div className="flex-none">
      <Button
        icon={<Check />}
        working={accept.isPending ? 'Accepting' : null}
        title={
          unclear
            ? 'It cannot tell, so this is little more than a guess. You can undo it.'
            : 'It counts as your verdict, and the next run learns from it. You can undo it.'
        }
        onClick={deed}
      >
        Accept {name}
      </Button>
      {accept.error && <ErrorNote className="mt-3 max-w-90" error={accept.error} />}
    </div>
  )
}
