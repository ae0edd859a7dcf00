import { afterEach, describe, expect, test, vi } from 'vitest'
import { commandIds, defaultKeys, isSingleKey } from '@contract/commands'
import {
  conflictsOf,
  isFreeKey,
  isOn,
  keysOf,
  remap,
  remappable,
  useKeySettings
} from '../../../src-renderer/ui/shortcuts/settings'
import { keySheet } from '../../../src-renderer/app/keys/sheet'

// Without a window there is nowhere to keep them, which the store says each time.
vi.spyOn(console, 'warn').mockReturnValue(undefined)
afterEach(() => useKeySettings.setState({ singleKeys: true, remapped: {} }))
const now = () => useKeySettings.getState()

describe('a single key', () => {
  test('can be changed, and the chord beside it stays', () => {
    remap('rank.undo', 'z')
    expect(keysOf('rank.undo', now())).toEqual(['z', 'mod+z'])
  })

  test('set back to its own it is no change any more', () => {
    remap('rank.tie', 'y')
    remap('rank.tie', 't')
    expect(now().remapped).toEqual({})
  })

  test('that another command of the same place has is a conflict', () => {
    expect(conflictsOf('rank.tie', 's', now())).toEqual(['rank.skip'])
    remap('rank.skip', 'k')
    expect(conflictsOf('rank.tie', 's', now())).toEqual([])
    expect(conflictsOf('rank.tie', 'k', now())).toEqual(['rank.skip'])
  })

  test('of another screen is none, but one that works everywhere is', () => {
    expect(conflictsOf('rank.tie', 'r', now())).toEqual([])
    expect(conflictsOf('rank.tie', '?', now())).toEqual(['app.keys'])
  })

  test('of a list conflicts with those of the persona that holds it', () => {
    expect(conflictsOf('list.select', 'w', now())).toContain('persona.write')
  })

  test('is a letter or a sign: digits choose drafts', () => {
    expect(['r', ';', 'é'].every(isFreeKey)).toBe(true)
    expect(['1', ' ', 'enter', 'mod+k', ''].some(isFreeKey)).toBe(false)
  })

  test('as it comes conflicts with none that may be beside it', () => {
    for (const id of remappable) {
      for (const key of defaultKeys(id).filter(isSingleKey))
        expect(conflictsOf(id, key, now())).toEqual([])
    }
  })

  test('turned off does not act, and chords still do', () => {
    useKeySettings.setState({ singleKeys: false })
    expect(['t', '1', '?'].some(isOn)).toBe(false)
    expect(['mod+k', 'enter', 'escape', ' '].every(isOn)).toBe(true)
  })
})

describe('the keyboard sheet', () => {
  test('shows the printed key of every command that has one', () => {
    const shown = keySheet((id) => keysOf(id, now())).flatMap(({ rows }) =>
      rows.flatMap(({ keys }) => keys)
    )
    for (const id of commandIds) {
      const [key] = defaultKeys(id)
      if (key !== undefined) expect(shown, id).toContain(key)
    }
  })

  test('shows keys as they are set now', () => {
    remap('rank.tie', 'y')
    const rank = keySheet((id) => keysOf(id, now())).find(({ title }) => title === 'Rank')
    expect(rank?.rows.find(({ label }) => label === 'Tie')?.keys).toEqual(['y'])
  })
})
