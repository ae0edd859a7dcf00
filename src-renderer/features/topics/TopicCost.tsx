import type { Topic } from '@contract/topics'
import { useCall } from '../../bridge'
import { figure } from '../../ui/words'
import { sayMoney, sayTokens } from './cost'
import type { TopicState } from './useTopic'
import type { WritingSettings } from './useWriting'

type TopicCostProps = { topic: Topic; state: TopicState; settings: WritingSettings }

/** Tokens of the latest drafts, all together: those of one would tell which model wrote it. */
export const TopicCost = ({ topic, state, settings }: TopicCostProps) => {
  const { live, drafts } = state
  const cost = useCall('drafts.cost', { topicId: topic.id }, { enabled: drafts.length > 0 })
  const general = useCall('engines.settings', {})
  const known = live ? null : (cost.data ?? null)
  if (!live && !known) return null
  return (
    <section>
      <h3 className="h mb-1.5">Cost of this topic</h3>
      <dl className="kv">
        {known && (
          <>
            <dt>Tokens in</dt>
            <dd>{sayTokens(known.promptTokens)}</dd>
          </>
        )}
        <dt>Tokens out</dt>
        <dd>
          {live
            ? `${figure(live.tokens)} of up to ${figure(live.tokenLimit)}`
            : sayTokens(known?.completionTokens ?? null)}
        </dd>
        {live && settings.writer && general.data && (
          <>
            <dt>Money</dt>
            <dd>{sayMoney(settings.writer, general.data.servers)}</dd>
          </>
        )}
      </dl>
    </section>
  )
}
