import { orderedPairs } from '../rankings/pairs'

/** A ranking as it stands: draft ids from best to worst, ties in one group; an edit first, alone. */
export type Judged = {
  groups: readonly (readonly string[])[]
  editDraftId: string | null
  /** The accepted drafts of a verdict; null for an order. */
  accepted: readonly string[] | null
}

/** What a ranking teaches, by draft id. */
export type Teaching = {
  pairs: { better: string; worse: string }[]
  sft: string[]
  rewards: { draftId: string; score: number }[]
}

/**
 * What one ranking teaches: the one rule that the screens show, the counters add up and training
 * reads. Every later group loses to every earlier one. To imitate is the single best draft, or in a
 * verdict each accepted one, and always an edit.
 */
export function teachingOf(judged: Judged): Teaching {
  const { groups, accepted } = judged
  return {
    pairs: orderedPairs(groups),
    sft: accepted === null ? theBest(groups) : [...editOf(judged), ...accepted],
    rewards: accepted === null ? rewardsOfOrder(groups) : rewardsOfVerdict(judged, accepted)
  }
}

const editOf = ({ editDraftId }: Judged): string[] => (editDraftId === null ? [] : [editDraftId])

/** Where several share the top, none is the one to imitate. */
const theBest = ([best = []]: Judged['groups']): string[] => (best.length === 1 ? [...best] : [])

/**
 * +1 for the first place to −1 for the last in even steps; with three drafts these are +1, 0, −1.
 * Tied drafts share the mean of their places. Where all are tied nothing says whether they are good.
 */
function rewardsOfOrder(groups: Judged['groups']): Teaching['rewards'] {
  const last = groups.flat().length - 1
  if (groups.length < 2) return []
  return groups.flatMap((group, index) => {
    const place = groups.slice(0, index).flat().length + (group.length - 1) / 2
    return group.map((draftId) => ({ draftId, score: 1 - (2 * place) / last }))
  })
}

const rewardsOfVerdict = (judged: Judged, accepted: readonly string[]): Teaching['rewards'] =>
  judged.groups.flat().map((draftId) => ({
    draftId,
    score: draftId === judged.editDraftId || accepted.includes(draftId) ? 1 : -1
  }))
