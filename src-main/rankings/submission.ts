import type { ParsedInput } from '@contract/calls'
import { AppError } from '../app-error'
import type { Schema } from '../database/schema'

export type Submission = ParsedInput<'rankings.submit'>

/**
 * A ranking is of exactly the drafts that were shown.
 *
 * @throws AppError `conflict` when the drafts are others now, `invalid_input` for a broken verdict
 */
export function assertRankable(input: Submission, drafts: readonly Schema['drafts'][]): void {
  const ids = drafts.map(({ id }) => id)
  const { groups, presentation, edit, accepted } = input
  const shown = sameMembers(presentation, ids) && sameMembers(groups.flat(), ids)
  if (!shown || (edit !== null && !ids.includes(edit.draftId))) throw changedMeanwhile()
  if (accepted !== null && !isVerdict(groups, accepted)) throw brokenVerdict()
}

/** The accepted drafts stand before the rejected ones; where all share one fate there is one group. */
function isVerdict(groups: readonly string[][], accepted: readonly string[]): boolean {
  const rejected = groups.flat().filter((id) => !accepted.includes(id))
  const expected = [accepted, rejected].filter((group) => group.length > 0)
  return (
    groups.length === expected.length &&
    groups.every((group, index) => sameMembers(group, expected[index] ?? []))
  )
}

const sameMembers = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && new Set(a).size === a.length && a.every((id) => b.includes(id))

const changedMeanwhile = (): AppError =>
  new AppError({
    code: 'conflict',
    message:
      'The drafts of this topic changed while they were on the screen, so the ranking was not stored.',
    remedy: { text: 'Rank the drafts as they are now.', action: 'retry' }
  })

const brokenVerdict = (): AppError =>
  new AppError({
    code: 'invalid_input',
    message: 'The accepted drafts are not those that the ranking puts first, so it was not stored.',
    remedy: { text: 'Accept or reject the drafts again.', action: 'retry' }
  })
