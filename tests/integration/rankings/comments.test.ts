import { expect, test } from 'vitest'
import { newId } from '../../../src-main/database/ids'
import { openDesk } from './desk'

test('comments are kept on a topic or on one of its drafts, oldest first', async () => {
  const { call, topic } = await openDesk()
  const { drafts } = await call('rankings.item', { topicId: topic })
  const draftId = drafts[1]?.id ?? ''
  const one = await call('comments.add', { topicId: topic, draftId: null, text: ' All too long. ' })
  const two = await call('comments.add', { topicId: topic, draftId, text: 'The ending works.' })
  expect(one.text).toBe('All too long.')
  expect(await call('comments.list', { topicId: topic })).toEqual([one, two])
  expect(two).toMatchObject({ topicId: topic, draftId })
})

test('a comment is edited in place, and deleting it can be undone', async () => {
  const { call, events, topic } = await openDesk()
  const heard: string[] = []
  events.listen(({ name, payload }) => {
    if (name === 'changed') heard.push(payload.topic)
  })
  const { id } = await call('comments.add', { topicId: topic, draftId: null, text: 'Dry.' })
  const edited = await call('comments.edit', { id, text: 'Too dry.' })
  expect(await call('comments.list', { topicId: topic })).toEqual([edited])

  await call('comments.delete', { id })
  expect(await call('comments.list', { topicId: topic })).toEqual([])
  await expect(call('comments.edit', { id, text: 'Dry.' })).rejects.toMatchObject({
    code: 'not_found'
  })
  expect(await call('comments.restore', { id })).toEqual(edited)
  expect(await call('comments.list', { topicId: topic })).toEqual([edited])
  expect(heard).toEqual(['comments', 'comments', 'comments', 'comments'])
})

test('an empty comment, and one on a draft of another topic, are refused', async () => {
  const { call, topicIds } = await openDesk({ topics: 2 })
  const [topicId = '', other = ''] = topicIds
  const { drafts } = await call('rankings.item', { topicId: other })
  await expect(call('comments.add', { topicId, draftId: null, text: '  ' })).rejects.toMatchObject({
    code: 'invalid_input',
    message: 'The comment is empty.'
  })
  for (const draftId of [drafts[0]?.id ?? '', newId()]) {
    await expect(call('comments.add', { topicId, draftId, text: 'Dry.' })).rejects.toMatchObject({
      code: 'not_found'
    })
  }
  expect(await call('comments.list', { topicId })).toEqual([])
})

test('the comments of a deleted topic are hidden and come back with it', async () => {
  const { db, call, topic } = await openDesk()
  const comment = await call('comments.add', { topicId: topic, draftId: null, text: 'Dry.' })
  const setDeleted = (at: number | null) =>
    db.updateTable('topics').set({ deleted_at: at }).where('id', '=', topic).execute()
  await setDeleted(1)
  expect(await call('comments.list', { topicId: topic })).toEqual([])
  await expect(
    call('comments.add', { topicId: topic, draftId: null, text: 'More.' })
  ).rejects.toMatchObject({ code: 'not_found' })
  await expect(call('comments.edit', { id: comment.id, text: 'More.' })).rejects.toMatchObject({
    code: 'not_found'
  })
  await setDeleted(null)
  expect(await call('comments.list', { topicId: topic })).toEqual([comment])
})
