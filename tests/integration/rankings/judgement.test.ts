import { expect, test } from 'vitest'
import { asBefore, inOrder, openDesk } from './desk'

test('without a ranking nothing is known', async () => {
  const { call } = await openDesk()
  expect(await call('rankings.judgement', {})).toEqual({
    rankings: 0,
    medianMs: null,
    agreement: null,
    firstPosition: null
  })
})

test('the far left won twice in three orders; ties at the top and verdicts are left out', async () => {
  const { call, rank, topicIds, personaIds } = await openDesk({ topics: 5, personas: 2 })
  const [one = '', two = '', three = '', four = '', five = ''] = topicIds
  await rank(one, (ids) => ({ ...inOrder(ids), elapsedMs: 1000 }))
  await rank(two, (ids) => ({ groups: ids.toReversed().map((id) => [id]), elapsedMs: 9000 }))
  await rank(three, (ids) => ({
    ...inOrder(ids),
    edit: { draftId: ids[0] ?? '', text: 'Mine.' },
    elapsedMs: 2000
  }))
  await rank(four, (ids) => ({ groups: [ids], elapsedMs: 3000 }))
  await rank(five, (ids) => ({
    groups: [ids.slice(0, 1), ids.slice(1)],
    accepted: ids.slice(0, 1),
    elapsedMs: 4000
  }))
  const { firstPosition, ...rest } = await call('rankings.judgement', {})
  expect(rest).toEqual({ rankings: 5, medianMs: 3000, agreement: null })
  expect(firstPosition).toMatchObject({ hits: 2, of: 3 })
  // Wilson's interval of 2 in 3, worked out by hand.
  expect(firstPosition?.low).toBeCloseTo(0.2077, 4)
  expect(firstPosition?.high).toBeCloseTo(0.9385, 4)
  expect(firstPosition?.byChance).toBeCloseTo(1 / 3, 10)

  const ofFirst = await call('rankings.judgement', { personaId: personaIds[0] ?? '' })
  expect(ofFirst).toMatchObject({ rankings: 3, medianMs: 2000 })
  const ofSecond = await call('rankings.judgement', { personaId: personaIds[1] ?? '' })
  expect(ofSecond).toMatchObject({ rankings: 2, medianMs: 6000 })
})

test('agreement counts the pairs that both times were put in an order', async () => {
  const desk = await openDesk({ topics: 400 })
  const first = await desk.rankUntilOneReturns()
  const [[best = ''] = [], [middle = ''] = [], [worst = ''] = []] = first.groups
  desk.wait(4)
  // The worst is now tied with the middle, and the best below both: two pairs, both turned round.
  const { repeat } = await desk.rank(first.topicId, asBefore([[middle, worst], [best]]))
  expect(repeat).toMatchObject({ pairs: 2, agreed: 0 })
  const { agreement } = await desk.call('rankings.judgement', {})
  expect(agreement).toMatchObject({ hits: 0, of: 2, share: 0, low: 0 })
  expect(agreement?.high).toBeCloseTo(0.6576, 4)
})
