import { useEffect, useSyncExternalStore } from 'react'
import type { Options } from 'react-markdown'

type RehypePlugin = NonNullable<Options['rehypePlugins']>[number]
type Extra = 'math' | 'code' | 'callouts'

/** The plugins that are here by now. A new object whenever one more has arrived. */
export type Extras = Partial<Record<Extra, RehypePlugin>>

/** The heavy parts, each fetched when the first text asks for it: most texts are plain prose. */
const load: Record<Extra, () => Promise<RehypePlugin>> = {
  math: async () => (await import('./math')).rehypeMath,
  code: async () => (await import('./code')).rehypeCode,
  callouts: async () => (await import('./callouts')).rehypeObsidianCallouts
}

const signs: Record<Extra, RegExp> = {
  math: /\$|(?:```|~~~)\s*math/,
  code: /^[ \t>*+\d.-]*(?:```|~~~)[ \t]*\w/m,
  callouts: /\[!\w/
}
const names: Extra[] = ['math', 'code', 'callouts']

let here: Extras = {}
const loading = new Map<Extra, Promise<void>>()
const listeners = new Set<() => void>()

/** What there is to render with; what the text needs besides is fetched, and shown once it is there. */
export const useExtras = (text: string): Extras => {
  const extras = useSyncExternalStore(
    subscribe,
    () => here,
    () => here
  )
  useEffect(() => {
    void loadExtras(text)
  }, [text])
  return extras
}

/** Fetches what the text needs, and answers when it is there. */
export const loadExtras = async (text: string): Promise<Extras> => {
  await Promise.all(names.filter((name) => signs[name].test(text)).map(loadOnce))
  return here
}

const loadOnce = (name: Extra): Promise<void> => {
  const known = loading.get(name)
  if (known) return known
  const arrival = load[name]().then((plugin) => {
    here = { ...here, [name]: plugin }
    for (const listener of listeners) listener()
  })
  loading.set(name, arrival)
  return arrival
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
