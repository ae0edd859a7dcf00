import { describe, expect, it } from 'vitest'
import {
  keysAria,
  keysLabel,
  matchesKeys,
  mayAct,
  type KeyPress
} from '../../../src-renderer/ui/shortcuts/keys'

const press = (change: Partial<KeyPress>): KeyPress => ({
  key: '',
  code: '',
  metaKey: false,
  ctrlKey: false,
  shiftKey: false,
  altKey: false,
  ...change
})

describe('a chord', () => {
  it('takes ⌘ on a Mac and Ctrl elsewhere, and not the other way round', () => {
    const command = press({ key: 'n', metaKey: true })
    const control = press({ key: 'n', ctrlKey: true })
    expect(matchesKeys(command, 'mod+n', 'darwin')).toBe(true)
    expect(matchesKeys(control, 'mod+n', 'darwin')).toBe(false)
    expect(matchesKeys(control, 'mod+n', 'linux')).toBe(true)
    expect(matchesKeys(command, 'mod+n', 'linux')).toBe(false)
  })

  it('is not met by the letter alone, nor the letter by the chord', () => {
    expect(matchesKeys(press({ key: 'n' }), 'mod+n', 'linux')).toBe(false)
    expect(matchesKeys(press({ key: 'n', ctrlKey: true }), 'n', 'linux')).toBe(false)
  })

  it('tells undo from redo by Shift', () => {
    const redo = press({ key: 'Z', metaKey: true, shiftKey: true })
    expect(matchesKeys(redo, 'mod+z', 'darwin')).toBe(false)
    expect(matchesKeys(redo, 'shift+mod+z', 'darwin')).toBe(true)
  })

  it('lets a sign be typed with whatever Shift its layout needs', () => {
    expect(matchesKeys(press({ key: '?', shiftKey: true }), '?', 'linux')).toBe(true)
  })

  it('knows digits and brackets by their place, for layouts that hide them', () => {
    const azertyOne = press({ key: '&', code: 'Digit1', metaKey: true })
    const germanBracket = press({ key: 'ü', code: 'BracketLeft', metaKey: true })
    expect(matchesKeys(azertyOne, 'mod+1', 'darwin')).toBe(true)
    expect(matchesKeys(germanBracket, 'mod+[', 'darwin')).toBe(true)
  })
})

describe('where a key may act', () => {
  const inField = { editable: true, pressable: true }
  const onButton = { editable: false, pressable: true }
  const onPage = { editable: false, pressable: false }

  it('keeps single letters and Return out of text fields', () => {
    expect(mayAct('r', inField)).toBe(false)
    expect(mayAct('enter', inField)).toBe(false)
    expect(mayAct('r', onPage)).toBe(true)
  })

  it('leaves Return and Space to a focused button', () => {
    expect(mayAct('enter', onButton)).toBe(false)
    expect(mayAct(' ', onButton)).toBe(false)
    expect(mayAct('r', onButton)).toBe(true)
  })

  it('leaves undo and the clipboard of a text field alone, and commits from inside it', () => {
    expect(mayAct('mod+z', inField)).toBe(false)
    expect(mayAct('mod+enter', inField)).toBe(true)
    expect(mayAct('escape', inField)).toBe(true)
  })
})

describe('a printed key', () => {
  it('reads as people of each system know it', () => {
    expect(keysLabel('mod+n', 'darwin')).toBe('⌘N')
    expect(keysLabel('mod+n', 'linux')).toBe('Ctrl+N')
    expect(keysLabel('shift+mod+z', 'darwin')).toBe('⇧⌘Z')
    expect(keysLabel('shift+mod+z', 'win32')).toBe('Ctrl+Shift+Z')
    expect(keysLabel('mod+enter', 'darwin')).toBe('⌘↩')
    expect(keysLabel(' ', 'darwin')).toBe('Space')
  })

  it('is told to screen readers in their own words', () => {
    expect(keysAria('mod+n', 'darwin')).toBe('Meta+n')
    expect(keysAria('shift+mod+z', 'linux')).toBe('Control+Shift+z')
  })
})
