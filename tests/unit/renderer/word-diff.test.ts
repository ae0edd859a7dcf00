import { describe, expect, it } from 'vitest'
import { changesOf, countChanges, excerpt, type Change } from '../../../src-renderer/ui/word-diff'

const before =
  'In my experience people rarely fail at the doing. They fail at the restart. Day four is missed, the streak reads zero, and a perfectly good system is thrown away.'
const after = before.replace('In my experience people', 'People').replace('perfectly ', '')

const textOf = (changes: readonly Change[], leaveOut: Change['kind']): string =>
  changes
    .filter(({ kind }) => kind !== leaveOut)
    .map(({ text }) => text)
    .join('')

describe('what an edit changed', () => {
  it('counts a replacement once', () => {
    expect(countChanges(changesOf(before, after))).toBe(2)
    expect(countChanges(changesOf(before, before))).toBe(0)
  })

  it('gives the new text back, word by word', () => {
    expect(textOf(changesOf(before, after), 'removed')).toBe(after)
  })

  it('is shown with a few words around it', () => {
    const shown = excerpt(changesOf(before, after), 3)
    const text = shown.map((change) => change.text).join('')
    expect(text).toMatch(/rarely fail … \S+ and a /)
    expect(text).not.toContain('Day four')
    expect(text.endsWith('…') || text.endsWith('… ')).toBe(true)
  })

  it('keeps a space on both sides of what was left out', () => {
    const long = 'one two three four five six seven eight nine ten'
    const [same] = excerpt(changesOf(`${long} old`, `${long} new`), 2)
    expect(same?.text).toBe('… nine ten ')
  })
})
