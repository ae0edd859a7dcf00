/**
 * The ordered pairs that a ranking makes: each draft over every draft of a later group. Drafts of
 * one group are tied and make none, so K drafts in K groups make K(K−1)/2 pairs.
 */
export function orderedPairs<T>(groups: readonly (readonly T[])[]): { better: T; worse: T }[] {
  return groups.flatMap((group, index) =>
    group.flatMap((better) =>
      groups
        .slice(index + 1)
        .flat()
        .map((worse) => ({ better, worse }))
    )
  )
}
