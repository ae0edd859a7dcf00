import type { Ranking } from '@contract/rankings'
import type { MarkRank } from '../../ui/Mark'
import { inWords } from '../../ui/words'

/** The mark of a draft in a ranking, with the word that says the same. */
export type PlaceMark = { rank: MarkRank; place: number; word: string }

type Order = Pick<Ranking, 'groups' | 'accepted'>

/** Where the ranking puts the draft; null for one that it does not hold, and where all are equal. */
export const markOf = ({ groups, accepted }: Order, draftId: string): PlaceMark | null => {
  const at = groups.findIndex((group) => group.includes(draftId))
  const group = groups[at]
  if (!group) return null
  const total = groups.flat().length
  const place = 1 + groups.slice(0, at).flat().length
  if (accepted) {
    return accepted.includes(draftId)
      ? { rank: 'best', place: 1, word: 'Accepted' }
      : { rank: 'worst', place: total, word: 'Rejected' }
  }
  if (groups.length === 1) return null
  if (group.length > 1) return { rank: 'middle', place, word: 'Tied' }
  if (at === 0) return { rank: 'best', place: 1, word: total === 2 ? 'Better' : 'Best' }
  if (at === groups.length - 1) {
    return { rank: 'worst', place: total, word: total === 2 ? 'Worse' : 'Worst' }
  }
  if (total === 3) return { rank: 'middle', place: 2, word: 'Middle' }
  return { rank: 'second', place, word: place === 2 ? 'Second' : 'Third' }
}

/** The ranking as a finding: “A is best, then C, then B.” */
export const sayOrder = ({ groups, accepted }: Order, nameOf: (id: string) => string): string => {
  if (accepted) return sayVerdict(groups.flat(), accepted, nameOf)
  const [first, ...rest] = groups.map((group) => listed(group.map(nameOf)))
  if (first === undefined) return 'Nothing is ranked.'
  if (rest.length === 0) return `${first} are equal.`
  const tied = (groups[0]?.length ?? 0) > 1
  const best = groups.flat().length === 2 ? 'better' : 'best'
  return `${[`${first} ${tied ? 'are' : 'is'} ${best}`, ...rest].join(', then ')}.`
}

/** What it comes to: “Three pairs.” */
export const sayPairs = (pairs: number): string =>
  pairs === 0 ? 'It teaches no pair.' : `It made ${inWords(pairs, 'pair')}.`

const sayVerdict = (
  all: readonly string[],
  accepted: readonly string[],
  nameOf: (id: string) => string
): string => {
  const rejected = all.filter((id) => !accepted.includes(id))
  const every = all.length === 2 ? 'Both drafts' : `All ${inWords(all.length, 'draft')}`
  if (accepted.length === 0) return `${every} are rejected.`
  if (rejected.length === 0) return `${every} are accepted.`
  return `You accepted ${listed(accepted.map(nameOf))} and rejected ${listed(rejected.map(nameOf))}.`
}

const listed = (names: readonly string[]): string => {
  const last = names.at(-1) ?? ''
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`
}
