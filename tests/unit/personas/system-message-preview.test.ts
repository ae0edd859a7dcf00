import { expect, it } from 'vitest'
import { systemMessage } from '../../../src-main/personas/prompt'
import { previewSystemMessage } from '../../../src-renderer/features/personas/system-message'

it.each([
  { name: 'Calm engineer', description: 'Plain words.\n\nNever sells.', tags: [] },
  {
    name: 'Twain [on] the = weather',
    description: 'Dry.',
    tags: [
      { key: 'tone' as const, value: 'dry humour' },
      { key: 'domain' as const, value: 'weather' }
    ]
  }
])('the preview beside the form is what main sends for $name', (voice) => {
  expect(previewSystemMessage(voice)).toBe(systemMessage(voice))
})
