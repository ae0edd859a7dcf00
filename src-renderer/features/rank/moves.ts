/** How the person judges: by an order, or by accepting some drafts and rejecting the others. */
export type Way = 'order' | 'verdict'

/** What the person did to the drafts of one topic; a draft is named by its place on the screen. */
export type Move =
  | { pick: number }
  | 'tie'
  | 'leaveOpen'
  /** Accepts a draft, or takes that back. */
  | { toggle: number }
  /** The accepted ones are accepted, the others rejected. */
  | 'accept'
  | 'rejectAll'

export type Question = 'best' | 'worst' | 'second' | 'accepted'

/** What the moves made so far come to. */
export type Order = {
  best: number | null
  worst: number | null
  /** Places accepted so far, from left to right; null when the person orders. */
  accepted: number[] | null
  /** What the next key answers; null when the order is made. */
  question: Question | null
  /** Places from best to worst, ties in one group; null until the order is made. */
  groups: number[][] | null
}

/** The places of so many drafts, from left to right. */
export const places = (count: number): number[] =>
  Array.from({ length: count }, (_, place) => place)
