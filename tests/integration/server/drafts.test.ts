import { expect, test } from 'vitest'
import { z } from 'zod'
import { serve } from './served'

const Drafts = z.object({
  id: z.uuid(),
  seed: z.int(),
  drafts: z.array(z.strictObject({ id: z.uuid(), text: z.string() }))
})

test('a script asks for drafts in a voice, reads them blind and ranks them', async () => {
  const { ask, call } = await serve()
  const persona = await call('personas.create', {
    name: 'Harbour pilot',
    description: 'Dry, short.'
  })
  await call('engines.update', { sampling: { maxTokens: 24 } })
  const post = (path: string, body: object) =>
    ask(path, { method: 'POST', body: JSON.stringify(body) })

  const made = await post('/drafts', {
    persona: 'harbour PILOT',
    prompt: 'Fog at the pier',
    seed: 3
  })
  expect(made.status).toBe(201)
  const text = await made.text()
  expect(text).not.toMatch(/smollm|temperature|embedded/i)
  const { id, seed, drafts } = Drafts.parse(JSON.parse(text))
  expect(drafts).toHaveLength(3)

  const again = await ask(`/drafts/${id}`)
  expect(Drafts.parse(await again.json()).drafts).toEqual(drafts)
  const [best, ...others] = drafts.map((draft) => draft.id)
  const ranked = await post(`/drafts/${id}/ranking`, {
    order: [best, others],
    seed,
    comment: 'The fog itself.'
  })
  expect(ranked.status).toBe(201)
  expect(await ranked.json()).toMatchObject({ topic: id, order: [[best], others], pairs: 2 })
  const [topic] = (await call('topics.list', {})).topics
  expect(topic).toMatchObject({ personaId: persona.id, title: 'Fog at the pier', status: 'ranked' })

  const wrong = await post(`/drafts/${id}/ranking`, { order: [best], seed })
  expect(wrong.status).toBeGreaterThanOrEqual(400)
  expect((await post('/drafts', { persona: 'Nobody', prompt: 'x' })).status).toBe(404)
  const bad = await post('/drafts', { prompt: '', count: 9 })
  expect(bad.status).toBe(400)
  expect(await bad.text()).toMatch(/persona.*prompt.*count/)
})
