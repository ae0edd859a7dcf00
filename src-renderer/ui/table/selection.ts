/** Which rows of a list are chosen, and where the keys are. Rows are known by place and by id. */
export type Selection = {
  chosen: ReadonlySet<string>
  /** The row that the keys act on; null before the first. */
  active: number | null
  /** The other end of what ⇧ extends; null while nothing is being extended. */
  anchor: number | null
  /** What was chosen before the extension began: it stays, however the extension changes. */
  base: ReadonlySet<string>
}

export const nothingChosen: Selection = {
  chosen: new Set(),
  active: null,
  anchor: null,
  base: new Set()
}

/** Where `by` rows from the active one is; the first or last row when there is none yet. */
export const stepFrom = ({ active }: Selection, by: number, total: number): number => {
  if (active === null) return by > 0 ? 0 : total - 1
  return Math.min(Math.max(active + by, 0), total - 1)
}

/** Goes to a row without choosing it. */
export const moveTo = (selection: Selection, index: number): Selection => ({
  ...selection,
  active: index,
  anchor: null
})

/** Chooses a row or lets it go; an extension then starts there. */
export const toggle = (selection: Selection, index: number, id: string): Selection => {
  const chosen = new Set(selection.chosen)
  if (!chosen.delete(id)) chosen.add(id)
  return { chosen, base: chosen, active: index, anchor: index }
}

/** From which row to which an extension to `index` reaches, both included. */
export const extentTo = (
  { anchor, active }: Selection,
  index: number
): { from: number; to: number } => {
  const start = anchor ?? active ?? index
  return { from: Math.min(start, index), to: Math.max(start, index) }
}

/** Chooses the rows of `extentTo`, whose ids are given, besides what was chosen before. */
export const extendTo = (
  selection: Selection,
  index: number,
  ids: readonly string[]
): Selection => {
  const begun = selection.anchor !== null
  const base = begun ? selection.base : selection.chosen
  return {
    chosen: new Set([...base, ...ids]),
    base,
    active: index,
    anchor: selection.anchor ?? selection.active ?? index
  }
}

/** Chooses all of these; the keys stay where they are. */
export const chooseAll = (selection: Selection, ids: readonly string[]): Selection => {
  const chosen = new Set(ids)
  return { ...selection, chosen, base: chosen, anchor: null }
}

/** Lets every row go; the keys stay where they are. */
export const clear = ({ active }: Selection): Selection => ({ ...nothingChosen, active })
