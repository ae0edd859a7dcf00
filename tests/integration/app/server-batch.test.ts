import { expect, test } from 'vitest'
import { openTestApp } from '../../fixtures/app'
import { modelList, openAiDouble, stream } from '../../fixtures/generation/openai-double'

/** A server that answers when it is let, and counts how many wait for it at once. */
async function slowServer() {
  const waiting: (() => void)[] = []
  let most = 0
  let drafts = 0
  const { baseUrl } = await openAiDouble({
    models: modelList('qwen'),
    chat: (response) => {
      waiting.push(() => {
        drafts += 1
        response.writeHead(200, { 'content-type': 'text/event-stream' })
        for (const each of stream(['Draft ', String(drafts)], { model: 'qwen-as-loaded' })) {
          response.write(each)
        }
        response.end()
      })
      most = Math.max(most, waiting.length)
    }
  })
  return { baseUrl, waiting, most: () => most, drafts: () => drafts }
}

test('a batch over a server keeps as many drafts in the air as its connection allows, and no more', async () => {
  const server = await slowServer()
  const { app, call } = await openTestApp()
  await call('engines.update', {
    server: { name: 'other', baseUrl: server.baseUrl, parallel: 4 },
    writer: { engine: 'openai', server: 'other', model: 'qwen' }
  })
  const { id: personaId } = await call('personas.create', { name: 'Pilot', description: 'Dry.' })
  const { added } = await call('topics.paste', { personaId, text: 'One\nTwo\nThree\nFour' })
  const { jobId } = await call('drafts.write', {
    topicIds: added.map(({ id }) => id),
    count: 2
  })
  while (server.drafts() < 8) {
    await expect.poll(() => server.waiting.length).toBe(4)
    for (const answer of server.waiting.splice(0)) answer()
  }
  expect((await app.jobs.finished(jobId)).state.status).toBe('succeeded')
  expect(server.most()).toBe(4)
  const { counts } = await call('topics.list', {})
  expect(counts.toRank).toBe(4)

  const topicId = added[0]?.id ?? ''
  const { drafts, seed } = await call('rankings.item', { topicId })
  const ids = drafts.map(({ id }) => id)
  const { origins } = await call('rankings.submit', {
    topicId,
    groups: ids.map((id) => [id]),
    presentation: ids,
    seed,
    elapsedMs: 1
  })
  // The name is the one that the server itself gave its model.
  expect(origins[ids[0] ?? '']).toMatchObject({
    engine: 'openai',
    model: 'qwen-as-loaded',
    promptTokens: 148,
    completionTokens: 21
  })
})
