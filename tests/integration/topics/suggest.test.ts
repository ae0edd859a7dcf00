import { expect, test } from 'vitest'
import type { AppEvent } from '../../../src-main/events'
import { AppError } from '../../../src-main/app-error'
import { newId } from '../../../src-main/database/ids'
import { openTestApp } from '../../fixtures/app'
import { addTopics, openAuthoring } from '../../fixtures/authoring'

async function openSuggesting() {
  const project = await openAuthoring()
  const { personaId } = await addTopics(project.call, ['Rain on a Monday'])
  const told: string[][] = []
  project.events.listen((event: AppEvent) => {
    if (event.name === 'topics.suggested') told.push(event.payload.titles)
  })
  const requestId = newId()
  const suggest = (count: number) => project.call('topics.suggest', { requestId, personaId, count })
  return { ...project, personaId, told, requestId, suggest }
}

test('topics arrive one by one; those that are there already are left out', async () => {
  const { model, suggest, told, call } = await openSuggesting()
  model.write = () =>
    'Here are some topics:\n\n1. Fog\n2. rain on a monday.\n3. “Hail in May”\n4. Fog'
  expect(await suggest(3)).toEqual({ titles: ['Fog', 'Hail in May'] })
  expect(told).toEqual([['Fog'], ['Fog', 'Hail in May'], ['Fog', 'Hail in May']])
  // Nothing is saved until the person adds them.
  expect((await call('topics.list', {})).total).toBe(1)
})

test('the persona is asked, with its voice and with what it has', async () => {
  const { model, suggest } = await openSuggesting()
  model.write = () => 'Fog\nHail\nSnow'
  await suggest(3)
  const messages = model.requests[0]?.messages ?? []
  expect(messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'user'])
  expect(messages[0]?.content).toContain('Pilot\nDry.')
  expect(messages[2]?.content).toBe('- Rain on a Monday')
  expect(messages[3]?.content).toContain('3 new topics')
})

test('when fewer than half came it is asked once more, for the rest', async () => {
  const { model, suggest } = await openSuggesting()
  model.write = () => (model.requests.length === 1 ? 'Fog' : 'Fog\nHail\nSnow')
  expect(await suggest(4)).toEqual({ titles: ['Fog', 'Hail', 'Snow'] })
  expect(model.requests).toHaveLength(2)
  expect(model.requests[1]?.messages.at(-2)?.content).toContain('- Fog')
  expect(model.prompts()[1]).toContain('3 new topics')
})

test('a stop keeps what came, without the line that was half written', async () => {
  const { model, suggest, call, requestId, told } = await openSuggesting()
  model.waits = true
  model.write = () => 'Fog over the\nHail\nSn'
  const asked = suggest(8)
  await expect.poll(() => told.at(-1)).toEqual(['Fog over the', 'Hail'])
  await call('topics.stopSuggesting', { requestId })
  expect(await asked).toEqual({ titles: ['Fog over the', 'Hail'] })
  expect(model.requests).toHaveLength(1)
})

test('once all are there the model is stopped', async () => {
  const { model, suggest } = await openSuggesting()
  model.waits = true
  model.write = () => 'Fog\nHail\nand so it went on and on'
  expect(await suggest(2)).toEqual({ titles: ['Fog', 'Hail'] })
})

test('an engine that fails says so; without any model it is said before', async () => {
  const { model, suggest, settings } = await openSuggesting()
  model.write = () => new AppError({ code: 'engine_unreachable', message: 'Nobody answered.' })
  await expect(suggest(4)).rejects.toMatchObject({ code: 'engine_unreachable' })
  settings.writer = null
  await expect(suggest(4)).rejects.toMatchObject({ code: 'engine_no_model' })
})

test('the starter model suggests titles that can be added as they are', async () => {
  const { call } = await openTestApp()
  const { id: personaId } = await call('personas.create', {
    name: 'Kitchen neighbour',
    description: 'Gives practical advice about cooking, in plain words.'
  })
  const suggest = () => call('topics.suggest', { requestId: newId(), personaId, count: 6 })
  // A model this small answers now and then with prose alone; somebody would then ask again.
  let { titles } = await suggest()
  for (let again = 0; titles.length === 0 && again < 4; again += 1) ({ titles } = await suggest())
  expect(titles.length).toBeGreaterThan(0)
  expect(titles.length).toBeLessThanOrEqual(6)
  for (const title of titles) expect(title).not.toMatch(/^[-*\d"“]|[:\n]$/)
  const { added } = await call('topics.paste', { personaId, text: titles.join('\n') })
  expect(added).toHaveLength(titles.length)
})
