import { classes } from './words'

export type MarkRank = 'best' | 'second' | 'middle' | 'worst'

type MarkProps = {
  rank: MarkRank
  /** The place that is printed; by default 1 for the best, 2 for the middle, 3 for the worst. */
  place?: number
  small?: boolean
  /** Without its word, where the word stands elsewhere. */
  bare?: boolean
}

/** The person's order: solid, outlined, dashed. Shape, number and word each suffice. */
export const Mark = ({ rank, place, small = false, bare = false }: MarkProps) => (
  <span className="marked">
    <span className={classes('mark', rank, small && 'sm')} aria-hidden={!bare || undefined}>
      {place ?? places[rank]}
    </span>
    {!bare && <span className={classes(rank === 'best' && 'med')}>{words[rank]}</span>}
  </span>
)

const places: Record<MarkRank, number> = { best: 1, second: 2, middle: 2, worst: 3 }
const words: Record<MarkRank, string> = {
  best: 'Best',
  second: 'Second',
  middle: 'Middle',
  worst: 'Worst'
}
