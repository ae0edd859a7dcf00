/** A key or a chord such as `r`, `enter`, `mod+n`, `shift+mod+z`. `mod` is ⌘ on a Mac, else Ctrl. */
export type Keys = string

export type Chord = { key: string; mod: boolean; shift: boolean; alt: boolean }

/** The parts of a key event that decide a match. */
export type KeyPress = Pick<
  KeyboardEvent,
  'key' | 'code' | 'metaKey' | 'ctrlKey' | 'shiftKey' | 'altKey'
>

export const parseKeys = (keys: Keys): Chord => {
  const parts = keys.toLowerCase().split('+')
  const key = parts.at(-1) || '+'
  return {
    key,
    mod: parts.includes('mod'),
    shift: parts.includes('shift'),
    alt: parts.includes('alt')
  }
}

/** Whether the press is exactly this chord. Shift is free for signs that need it, such as `?`. */
export const matchesKeys = (press: KeyPress, keys: Keys, platform: string): boolean => {
  const chord = parseKeys(keys)
  const mac = platform === 'darwin'
  const mod = mac ? press.metaKey : press.ctrlKey
  const foreign = mac ? press.ctrlKey : press.metaKey
  if (foreign || mod !== chord.mod || press.altKey !== chord.alt) return false
  const sign = chord.key.length === 1 && !/[a-z0-9]/.test(chord.key)
  if (!sign && press.shiftKey !== chord.shift) return false
  return press.key.toLowerCase() === chord.key || codeOf(chord.key) === press.code
}

/** Digits and brackets by place as well: on some layouts they need Shift or Alt. */
const codeOf = (key: string): string | undefined => {
  if (/^[0-9]$/.test(key)) return `Digit${key}`
  return { '[': 'BracketLeft', ']': 'BracketRight', '\\': 'Backslash', '=': 'Equal' }[key]
}

const macSigns: Record<string, string> = { mod: '⌘', shift: '⇧', alt: '⌥' }
const otherSigns: Record<string, string> = { mod: 'Ctrl', shift: 'Shift', alt: 'Alt' }
const keySigns: Record<string, string> = {
  enter: '↩',
  escape: 'esc',
  ' ': 'Space',
  arrowleft: '←',
  arrowright: '→',
  arrowup: '↑',
  arrowdown: '↓',
  backspace: '⌫',
  '=': '+'
}

/** How the chord is printed: `⌘N` on a Mac, `Ctrl+N` elsewhere. */
export const keysLabel = (keys: Keys, platform: string): string => {
  const chord = parseKeys(keys)
  const mac = platform === 'darwin'
  const signs = mac ? macSigns : otherSigns
  const key = keySigns[chord.key] ?? chord.key.toUpperCase()
  const held = (['alt', 'shift', 'mod'] as const).filter((name) => chord[name])
  const ordered = mac ? held : held.toReversed()
  return [...ordered.map((name) => signs[name]), key].join(mac ? '' : '+')
}

/** The same for `aria-keyshortcuts`. */
export const keysAria = (keys: Keys, platform: string): string => {
  const chord = parseKeys(keys)
  const mod = platform === 'darwin' ? 'Meta' : 'Control'
  const key = chord.key === ' ' ? 'Space' : chord.key
  return [chord.mod && mod, chord.alt && 'Alt', chord.shift && 'Shift', key]
    .filter(Boolean)
    .join('+')
}

type Target = { editable: boolean; pressable: boolean }

/**
 * Whether a chord may act while focus is on such an element: single keys never in a text field,
 * Return and Space never on something they press.
 */
export const mayAct = (keys: Keys, { editable, pressable }: Target): boolean => {
  const chord = parseKeys(keys)
  if (chord.mod) return !(editable && ['z', 'a', 'c', 'v', 'x', 'backspace'].includes(chord.key))
  if (chord.key === 'escape') return true
  if (editable) return false
  return !(pressable && (chord.key === 'enter' || chord.key === ' '))
}
