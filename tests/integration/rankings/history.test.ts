import { expect, test } from 'vitest'
import { newId } from '../../../src-main/database/ids'
import { insertDrafts } from '../../../src-main/drafts/repository'
import { insertPersona } from '../../../src-main/personas/repository'
import { rankingHandlers } from '../../../src-main/rankings/rankings'
import { insertTopics } from '../../../src-main/topics/repository'
import { createWritingNow } from '../../../src-main/topics/writing-now'
import { openTestProject } from '../../fixtures/project'

async function writtenTopic() {
  const { db, events } = await openTestProject()
  const personaId = await insertPersona(db, { name: 'Pilot', description: 'Dry.', tags: [] })
  const [topicId = ''] = await insertTopics(db, [
    { personaId, title: 'Tides', prompt: 'Tides', kind: null }
  ])
  const setId = newId()
  const draft = { topicId, setId, cutShort: false, parentDraftId: null }
  const origin = {
    engine: 'embedded' as const,
    model: 'A model',
    sampling: null,
    seed: 1,
    promptTokens: null,
    completionTokens: null,
    elapsedMs: null
  }
  const ids = await insertDrafts(
    db,
    ['One.', 'Two.', 'Three.'].map((text, variantIndex) => ({
      ...draft,
      text,
      variantIndex,
      origin
    }))
  )
  const rankings = rankingHandlers({
    db,
    events,
    writingNow: createWritingNow(),
    appVersion: '0.0.0'
  })
  const submit = (order: readonly string[]) =>
    rankings['rankings.submit']({
      topicId,
      groups: order.map((id) => [id]),
      presentation: [...ids],
      seed: 1,
      elapsedMs: 1,
      edit: null
    })
  const history = () =>
    db.selectFrom('rankings').select(['id', 'superseded_by']).orderBy('id').execute()
  return { rankings, submit, history, ids }
}

test('a ranking that another replaced names the other, and one that was undone names itself', async () => {
  const { rankings, submit, history, ids } = await writtenTopic()
  const first = (await submit(ids)).ranking.id
  const second = (await submit(ids.toReversed())).ranking.id
  expect(await history()).toEqual([
    { id: first, superseded_by: second },
    { id: second, superseded_by: null }
  ])
  await rankings['rankings.undo']({ id: second })
  expect(await history()).toEqual([
    { id: first, superseded_by: second },
    { id: second, superseded_by: second }
  ])
})
