import type { Judgement } from '@contract/rankings'
import { useCall } from '../../bridge'
import { count, duration } from '../../ui/words'
import type { Summary } from './summary'

type SittingFiguresProps = { personaId: string | null; summary: Summary }

/** The sitting in figures, and how steadily the person ranks as far as it is known. */
export const SittingFigures = ({ personaId, summary }: SittingFiguresProps) => {
  const judgement = useCall('rankings.judgement', { personaId })
  const { totalMs, medianMs, repeats, skipped } = summary
  const { agreement, firstPosition } = judgement.data ?? { agreement: null, firstPosition: null }
  return (
    <dl className="kv left sitting-figures mt-8" data-summary>
      <dt>Time on the drafts</dt>
      <dd>{duration(totalMs)}</dd>
      {medianMs !== null && (
        <>
          <dt>A topic, median</dt>
          <dd>{duration(medianMs)}</dd>
        </>
      )}
      <dt>Skipped</dt>
      <dd>{skipped === 0 ? 'none' : count(skipped, 'topic')}</dd>
      {repeats > 0 && (
        <>
          <dt>Came back</dt>
          <dd>{count(repeats, 'topic')}, measured and not learned from</dd>
        </>
      )}
      {agreement && (
        <>
          <dt>You agree with yourself</dt>
          <dd>{rate(agreement)}</dd>
        </>
      )}
      {firstPosition && (
        <>
          <dt>First draft best</dt>
          <dd>
            {rate(firstPosition)}; {Math.round(firstPosition.byChance * 100)} by chance
          </dd>
        </>
      )}
    </dl>
  )
}

/** “82 in 100 (70 to 91)”: a rate carries its interval. */
const rate = ({ share, low, high }: NonNullable<Judgement['agreement']>): string =>
  `${hundredths(share)} in 100 (${hundredths(low)} to ${hundredths(high)})`

const hundredths = (share: number): number => Math.round(share * 100)
