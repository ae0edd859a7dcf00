import type { Rate, Ranking } from '@contract/rankings'
import { CLEAR_LEAD, type Pick } from '@contract/rewards'

export type Scored = Extract<Pick, { state: 'scored' }>

type NameOf = (draftId: string) => string

/** From here on a lead is more than narrow. */
const WIDE_LEAD = 0.3

/** What it picks and how sure it is: “It cannot tell: A and C lie 0.03 apart.” */
export const sayPick = ({ drafts, lead }: Scored, nameOf: NameOf): string => {
  const [first, second] = drafts
  if (!first) return 'It has scored nothing.'
  if (!second || lead === null) return `${nameOf(first.draftId)} is the only draft.`
  const [one, two] = [nameOf(first.draftId), nameOf(second.draftId)]
  const apart = lead.toFixed(2)
  if (lead < CLEAR_LEAD) return `It cannot tell: ${one} and ${two} lie ${apart} apart.`
  const how = lead < WIDE_LEAD ? 'narrowly' : 'clearly'
  return `It picks ${one}, ${how}: ${apart} before ${two}.`
}

/** Whether it saw the drafts as the person did, pair by pair; null where the person tied them all. */
export const sayAgreement = (
  { drafts, best }: Scored,
  { groups }: { groups: Ranking['groups'] },
  nameOf: NameOf
): string | null => {
  const place = new Map(drafts.map(({ draftId }, index) => [draftId, index]))
  // An edit stands in the ranking too, and was never scored.
  const order = groups.map((group) => group.filter((id) => place.has(id)))
  const pairs = order.flatMap((group, index) =>
    group.flatMap((better) =>
      order.slice(index + 1).flatMap((worse) => worse.map((id) => [better, id] as const))
    )
  )
  if (pairs.length === 0) return null
  const agreed = pairs.filter(
    ([better, worse]) => (place.get(better) ?? 0) < (place.get(worse) ?? 0)
  ).length
  const top = order.find((group) => group.length > 0) ?? []
  const pick = top.includes(best)
    ? 'That is your choice too.'
    : `You put ${top.map(nameOf).join(' and ')} first.`
  return `${pick} It orders ${agreed} of your ${pairs.length} ${pairs.length === 1 ? 'pair' : 'pairs'} as you did.`
}

/** How far it can be trusted, with the interval. */
export const sayTrust = (heldOut: Rate | null): string =>
  heldOut === null
    ? 'How often it agrees with you was not measured: no topic was held out from its training.'
    : `On ${heldOut.of} pairs it had not learned from, it agreed with you in ${percent(heldOut.share)}; the true rate lies between ${percent(heldOut.low)} and ${percent(heldOut.high)}.`

/** `+0.71`, with a true minus. */
export const score = (value: number): string =>
  `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`

const percent = (share: number): string => `${Math.round(share * 100)}%`
