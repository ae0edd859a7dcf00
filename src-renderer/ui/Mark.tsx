import { Check, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { classes } from './words'

export type MarkRank = 'best' | 'second' | 'middle' | 'worst' | 'accepted' | 'rejected'

type MarkProps = {
  rank: MarkRank
  /** The place that is printed; by default 1 for the best, 2 for the middle, 3 for the worst. */
  place?: number
  small?: boolean
  /** Without its word, where the word stands elsewhere. */
  bare?: boolean
}

/** The person's judgement: solid, outlined, dashed. Shape, sign and word each suffice. */
export const Mark = ({ rank, place, small = false, bare = false }: MarkProps) => (
  <span className="marked">
    <span className={classes('mark', shapes[rank], small && 'sm')} aria-hidden>
      {rank === 'accepted' || rank === 'rejected' ? signs[rank] : (place ?? signs[rank])}
    </span>
    {!bare && <span className={classes(shapes[rank] === 'best' && 'med')}>{words[rank]}</span>}
  </span>
)

const signs: Record<MarkRank, ReactNode> = {
  best: 1,
  second: 2,
  middle: 2,
  worst: 3,
  accepted: <Check />,
  rejected: <X />
}
const shapes: Record<MarkRank, string> = {
  best: 'best',
  second: 'second',
  middle: 'middle',
  worst: 'worst',
  accepted: 'best',
  rejected: 'worst'
}
const words: Record<MarkRank, string> = {
  best: 'Best',
  second: 'Second',
  middle: 'Middle',
  worst: 'Worst',
  accepted: 'Accepted',
  rejected: 'Rejected'
}
