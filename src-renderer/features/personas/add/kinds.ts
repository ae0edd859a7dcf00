import { count, figure } from '../../../ui/words'

type Line = { kind: string | null }

/** `Kinds: essay 2, blog 1; 3 topics have none.`, the most frequent first. */
export const sayKinds = (lines: readonly Line[]): string => {
  const counts = new Map<string, number>()
  for (const { kind } of lines) if (kind !== null) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  if (counts.size === 0) return 'None of them has a kind.'
  const sorted = [...counts].sort(([, a], [, b]) => b - a)
  const named = sorted.slice(0, SHOWN).map(([kind, n]) => `${kind} ${figure(n)}`)
  const more = sorted.length > SHOWN ? `, and ${count(sorted.length - SHOWN, 'other')}` : ''
  const bare = lines.filter(({ kind }) => kind === null).length
  const without = bare === 0 ? '' : `; ${count(bare, 'topic has', 'topics have')} none`
  return `Kinds: ${named.join(', ')}${more}${without}.`
}

const SHOWN = 6
