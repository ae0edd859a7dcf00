import { CLEAR_LEAD } from '@contract/rewards'
import { useCall } from '../../../bridge'
import { score, type Scored } from '../../../ui/picks/words'
import { classes, letter } from '../../../ui/words'

export type ScoredTopic = { topicId: string; title: string; pick: Scored }

/** Each topic with the draft that leads, what it says, and by how much; the doubtful ones last. */
export const PickList = ({ topics }: { topics: readonly ScoredTopic[] }) => (
  <ul className="pick-list" tabIndex={0} aria-label="Picks">
    {topics
      .toSorted((one, other) => (other.pick.lead ?? 0) - (one.pick.lead ?? 0))
      .map((topic) => (
        <PickRow key={topic.topicId} topic={topic} />
      ))}
  </ul>
)

const PickRow = ({ topic: { topicId, title, pick } }: { topic: ScoredTopic }) => {
  const drafts = useCall('drafts.list', { topicId })
  const best = drafts.data?.find(({ id }) => id === pick.best)
  const lead = pick.lead ?? 0
  const clear = lead >= CLEAR_LEAD
  return (
    <li className="row between gap-4 border-b border-rule py-2">
      <div className="min-w-0">
        <p className={classes('trunc', clear && 'med')}>{title}</p>
        <p className="small muted trunc">{best?.text ?? ''}</p>
      </div>
      <p className={classes('tn flex-none', !clear && 'muted')}>
        {clear
          ? `${best ? letter(best.variantIndex) : ''} leads by ${lead.toFixed(2)}`
          : 'cannot tell'}
        <span className="small muted"> {score(pick.drafts[0]?.score ?? 0)}</span>
      </p>
    </li>
  )
}
