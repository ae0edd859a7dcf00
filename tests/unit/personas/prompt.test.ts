import { expect, test } from 'vitest'
import { messagesFor } from '../../../src-main/personas/prompt'

test('the persona is the system message and the prompt the user’s', () => {
  const voice = { name: 'Pilot', description: 'Short and dry.', tags: [], keepOut: [] }
  expect(messagesFor(voice, 'Say hello.')).toEqual([
    { role: 'system', content: 'You are the following persona:\n\nPilot\nShort and dry.' },
    { role: 'user', content: 'Say hello.' }
  ])
})

test('control tags stand on a last line, the persona’s own first', () => {
  const voice = {
    name: 'Pi[lot]',
    description: 'Dry.',
    tags: [{ key: 'tone' as const, value: 'dry' }],
    keepOut: []
  }
  expect(messagesFor(voice, 'x')[0]?.content).toMatch(/\n\n\[PERSONA=Pi lot\] \[TONE=dry\]$/)
})

test('what the voice never writes is told to the model before the tags', () => {
  const voice = {
    name: 'Pilot',
    description: 'Dry.',
    tags: [{ key: 'tone' as const, value: 'dry' }],
    keepOut: ['game changer', 'unlock']
  }
  expect(messagesFor(voice, 'x')[0]?.content).toBe(
    'You are the following persona:\n\nPilot\nDry.\n\nNever write: game changer; unlock.\n\n[PERSONA=Pilot] [TONE=dry]'
  )
})
