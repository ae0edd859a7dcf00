import { expect, test } from 'vitest'
import { checksOf, type Evidence } from '../../../src-main/deploy/deployment/proof-checks'

const words = (count: number, word = 'rain'): string =>
  Array.from({ length: count }, (_, index) => `${word}${String(index)}`).join(' ')

const text = (content: string, endedByItself = true) => ({ text: content, endedByItself })

const good: Evidence = {
  target: 'LM Studio',
  ownNames: ['calm-v1'],
  echoed: 'calm-v1',
  tuned: text(words(20)),
  base: text('Great question!'),
  embedded: text(words(20)),
  templateTokens: ['<|im_end|>'],
  maxTokens: 200
}

const failing = (change: Partial<Evidence>): string[] =>
  checksOf({ ...good, ...change }).flatMap(({ name, passed }) => (passed ? [] : [name]))

const detail = (change: Partial<Evidence>, name: string): string | undefined =>
  checksOf({ ...good, ...change }).find((check) => check.name === name)?.detail

test('an answer that is all it should be passes every check', () => {
  expect(failing({})).toEqual([])
  expect(checksOf(good)).toHaveLength(5)
})

test('each fault is found by its check', () => {
  expect(failing({ echoed: 'another' })).toEqual(['namedItself'])
  expect(failing({ tuned: text(''), embedded: text('') })).toEqual(['endedCleanly'])
  expect(failing({ tuned: text(`${words(20)} <|im_end|>`) })).toEqual(['noTemplateTokens'])
  expect(failing({ tuned: text(`${words(20)} <|eot_id|>`) })).toEqual(['noTemplateTokens'])
  expect(failing({ base: text(words(20)) })).toEqual(['notTheBase'])
  expect(failing({ tuned: text(words(20, 'snow')) })).toEqual(['asEmbedded'])
})

test('an answer that the limit cuts is the model’s own way, unless the built-in engine ends', () => {
  expect(failing({ tuned: text(words(20), false) })).toEqual(['endedCleanly'])
  expect(failing({ tuned: text(words(20), false), embedded: text(words(20), false) })).toEqual([])
  const alone = { embedded: null, tuned: text(words(20), false) }
  expect(failing(alone)).toEqual(['endedCleanly'])
  expect(failing({ ...alone, base: text('Great', false) })).toEqual([])
})

test('engines may part at a near tie, and not at once', () => {
  const parted = (shared: number): string => `${words(shared)} ${words(9, 'else')}`
  expect(failing({ tuned: text(parted(8)) })).toEqual([])
  expect(detail({ tuned: text(parted(8)) }, 'asEmbedded')).toContain('Its first 8 words')
  expect(failing({ tuned: text(parted(7)) })).toEqual(['asEmbedded'])
  expect(failing({ tuned: text('Yes and no.'), embedded: text('Yes and') })).toEqual([])
})

test('what could not be asked is no check', () => {
  expect(checksOf({ ...good, base: null, embedded: null }).map(({ name }) => name)).toEqual([
    'namedItself',
    'endedCleanly',
    'noTemplateTokens'
  ])
})
