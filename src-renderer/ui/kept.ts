import { useCallback, useState } from 'react'
import { create } from 'zustand'

/**
 * What screens keep over restarts, by project: filters, selections, scroll, text not yet stored.
 * It is of this machine's window, so it lies in the window's own storage and not in the project.
 */
type Kept = { project: string | null; values: Readonly<Record<string, unknown>> }

const useValues = create<Kept>(() => ({ project: null, values: {} }))

/** The project whose kept values are read in; null before the first. */
export const useKeptProject = (): string | null => useValues(({ project }) => project)

/** Reads in what was kept for a project; from here on `useKept` is about this one. */
export const openKept = (project: string): void => {
  flush()
  useValues.setState({ project, values: load(project) })
}

/**
 * State that is still there after a restart. `key` names it within the project: “topics search”.
 * A stored value of another kind than `initial` is left aside; one that is `initial` again is let
 * go. For objects that change their shape between versions use several plain values.
 */
export const useKept = <T>(key: string, initial: T): [T, (next: T) => void] => {
  // The first value decides, as with useState: callers write objects and lists in place.
  const [first] = useState(initial)
  const stored = useValues(({ values }) => values[key])
  const value = stored !== undefined && isLike(stored, first) ? stored : first
  const set = useCallback(
    (next: T) => keep(key, JSON.stringify(next) === JSON.stringify(first) ? undefined : next),
    [key, first]
  )
  return [value, set]
}

/** The same outside of components; undefined when nothing is kept. */
export const keptValue = (key: string): unknown => useValues.getState().values[key]

/** Keeps a value, or lets it go when it is undefined. */
export const keep = (key: string, value: unknown): void => {
  const { project, values } = useValues.getState()
  const next = { ...values, [key]: value }
  if (value === undefined) Reflect.deleteProperty(next, key)
  useValues.setState({ project, values: next })
  timer ??= setTimeout(flush, 250)
}

let timer: ReturnType<typeof setTimeout> | undefined

/** Writes at once what is still to be written; also when the window closes. */
export const flush = (): void => {
  if (timer === undefined) return
  clearTimeout(timer)
  timer = undefined
  const { project, values } = useValues.getState()
  if (project !== null) localStorage.setItem(keyOf(project), JSON.stringify(values))
}
// Unit tests have no window.
if (typeof window !== 'undefined') window.addEventListener('pagehide', flush)

const keyOf = (project: string): string => `kept ${project}`

const load = (project: string): Record<string, unknown> => {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(keyOf(project)) ?? '{}')
    return typeof stored === 'object' && stored !== null ? { ...stored } : {}
  } catch {
    // Not readable: the screens begin as they do the first time.
    return {}
  }
}

/** Of the same kind, as far as can be seen: list, object, or plain value of the same type. */
const isLike = <T>(value: unknown, model: T): value is T & {} => {
  if (model === null)
    return value === null || ['string', 'number', 'boolean'].includes(typeof value)
  if (value === null) return false
  return typeof value === typeof model && Array.isArray(value) === Array.isArray(model)
}
