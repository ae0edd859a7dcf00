import { diffWords, type ChangeObject } from 'diff'

export type Change = { kind: 'same' | 'added' | 'removed'; text: string }

/** What an edit did, word by word. */
export const changesOf = (before: string, after: string): Change[] =>
  diffWords(before, after).map(changeOf)

/** How many places were changed: a word taken out and another put in its place count once. */
export const countChanges = (changes: readonly Change[]): number =>
  changes.filter(({ kind }, index) => kind !== 'same' && isStart(changes, index)).length

/** The changed places with a few words around them; what was left alone is an ellipsis. */
export const excerpt = (changes: readonly Change[], words = 5): Change[] =>
  changes.map((change, index) => {
    if (change.kind !== 'same') return change
    const first = index === 0
    const last = index === changes.length - 1
    return { kind: 'same', text: shorten(change.text, { words, first, last }) }
  })

const changeOf = ({ value, added, removed }: ChangeObject<string>): Change => ({
  kind: added ? 'added' : removed ? 'removed' : 'same',
  text: value
})

const isStart = (changes: readonly Change[], index: number): boolean => {
  const before = changes[index - 1]
  return before === undefined || before.kind === 'same'
}

type Cut = { words: number; first: boolean; last: boolean }

const shorten = (text: string, { words, first, last }: Cut): string => {
  const parts = text.replace(/\s+/g, ' ').split(/(?<=\s)(?=\S)/)
  if (parts.length <= (first || last ? words : words * 2)) return parts.join('')
  const head = first ? '' : parts.slice(0, words).join('').trimEnd()
  const tail = last ? '' : parts.slice(-words).join('')
  return first ? `… ${tail}` : `${head} … ${tail}`
}
