import type { Persona } from '@contract/personas'
import type { Judgement } from '@contract/rankings'
import type { RewardAgreement } from '@contract/rewards'
import { useCall } from '../../bridge'
import { Tip } from '../../ui/Tip'
import { count, figure } from '../../ui/words'

/** How much is ranked, and how far the rankings can be trusted. */
export const SoFar = ({ persona }: { persona: Persona }) => {
  const { counts } = persona
  const judgement = useCall('rankings.judgement', { personaId: persona.id })
  const reward = useCall('rewards.agreement', { personaId: persona.id }).data
  const { agreement, firstPosition } = judgement.data ?? { agreement: null, firstPosition: null }
  return (
    <section>
      <h3 className="h mb-1.5">So far</h3>
      <dl className="kv gap-x-2">
        <dt>Rankings</dt>
        <dd>{figure(counts.ranked)}</dd>
        <dt>Pairs</dt>
        <dd>{figure(counts.pairs)}</dd>
        <dt>
          <Explained text={sayAgreement(agreement)}>You agree with yourself</Explained>
        </dt>
        <dd>
          <Share rate={agreement} />
        </dd>
        <dt>
          <Explained text={sayPosition(firstPosition)}>First draft best</Explained>
        </dt>
        <dd>
          {firstPosition ? (
            <>
              {percent(firstPosition.share)}{' '}
              <span className="faint text-caption whitespace-nowrap">
                {Math.round(firstPosition.byChance * 100)} by chance
              </span>
            </>
          ) : (
            <span className="faint">unknown</span>
          )}
        </dd>
        {reward && (
          <>
            <dt>
              <Explained text={sayReward(reward)}>Reward model agrees</Explained>
            </dt>
            <dd>
              <Share rate={reward.heldOut} />
            </dd>
          </>
        )}
      </dl>
    </section>
  )
}

const Share = ({ rate }: { rate: Rate | null }) =>
  rate ? (
    <>
      {percent(rate.share)} <span className="faint text-caption">{interval(rate)}</span>
    </>
  ) : (
    <span className="faint">unknown</span>
  )

const Explained = ({ text, children }: { text: string; children: string }) => (
  <Tip text={text} side="left">
    <button type="button" className="explained" aria-description={text}>
      {children}
    </button>
  </Tip>
)

type Rate = NonNullable<Judgement['agreement']>

const sayAgreement = (rate: Judgement['agreement']) =>
  rate
    ? `${figure(rate.hits)} of ${count(rate.of, 'pair')} stood in the same order when a topic came back days later. ${trueRate(rate)}`
    : 'One topic in twenty comes back days later, shuffled anew. Ranking the first of them shows how often you see it the same way.'

const sayPosition = (rate: Judgement['firstPosition']) => {
  if (!rate) return 'How often the draft at the far left was best. Known after the first ranking.'
  const chance = Math.round(rate.byChance * 100)
  return `The draft at the far left was best in ${figure(rate.hits)} of ${count(rate.of, 'ranking')}; chance alone would make it ${chance} in 100. ${trueRate(rate)} ${positionFinding(rate)}`
}

const sayReward = ({ modelName, heldOut: rate }: RewardAgreement) =>
  rate
    ? `${modelName} put ${figure(rate.hits)} of ${count(rate.of, 'pair')} in your order, on topics that it had not learned from. ${trueRate(rate)} ${rate.low > 0.5 ? 'That is better than chance.' : 'That may still be chance.'}`
    : `${modelName} learned from every ranking there was, so nothing says how often it agrees with you. A run holds some topics out once enough are ranked.`

const positionFinding = ({ low, high, byChance }: Rate & { byChance: number }) =>
  byChance < low || byChance > high
    ? 'Where a draft stands seems to matter to you.'
    : 'Nothing says that where a draft stands matters to you.'

const trueRate = ({ low, high }: Rate) =>
  `The true rate lies between ${Math.round(low * 100)} and ${Math.round(high * 100)} in 100.`

const interval = ({ low, high }: Rate) => `${Math.round(low * 100)} to ${Math.round(high * 100)}`

const percent = (share: number) => `${Math.round(share * 100)}%`
