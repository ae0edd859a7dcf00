import { expect, test } from 'vitest'
import { inOrder, openDesk } from './desk'

test('a ranking that another replaced names the other, and one that was undone names itself', async () => {
  const { call, rank, rows, topic } = await openDesk()
  const history = async () => (await rows()).map(({ id, superseded_by }) => ({ id, superseded_by }))
  const first = (await rank(topic)).ranking.id
  const second = (await rank(topic, (ids) => inOrder(ids.toReversed()))).ranking.id
  expect(await history()).toEqual([
    { id: first, superseded_by: second },
    { id: second, superseded_by: null }
  ])
  await call('rankings.undo', { id: second })
  expect(await history()).toEqual([
    { id: first, superseded_by: second },
    { id: second, superseded_by: second }
  ])
})
