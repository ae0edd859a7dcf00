import { expect, test } from 'vitest'
import { messagesFor } from '../../../src-main/personas/prompt'

test('the persona is the system message and the prompt the user’s', () => {
  const voice = { name: 'Pilot', description: 'Short and dry.', tags: [] }
  expect(messagesFor(voice, 'Say hello.')).toEqual([
    { role: 'system', content: 'You are the following persona:\n\nPilot\nShort and dry.' },
    { role: 'user', content: 'Say hello.' }
  ])
})

test('control tags stand on a last line, the persona’s own first', () => {
  const voice = {
    name: 'Pi[lot]',
    description: 'Dry.',
    tags: [{ key: 'tone' as const, value: 'dry' }]
  }
  expect(messagesFor(voice, 'x')[0]?.content).toMatch(/\n\n\[PERSONA=Pi lot\] \[TONE=dry\]$/)
})
