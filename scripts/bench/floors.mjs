/**
 * @typedef {object} Measured
 * @property {Record<string, number>} figures better when larger
 * @property {Record<string, number>} floors the least that the figure of the same name may be
 */

/**
 * Each figure beside its floor. A floor whose figure is missing is missed; a figure without a floor
 * is only told.
 * @param {Measured} measured
 * @returns {Record<string, { value: number | null, floor: number | null, ok: boolean }>}
 */
export function compare({ figures, floors }) {
  const names = [...new Set([...Object.keys(figures), ...Object.keys(floors)])]
  return Object.fromEntries(
    names.map((name) => {
      const value = figures[name] ?? null
      const floor = floors[name] ?? null
      const ok = floor === null || (value !== null && value >= floor)
      return [name, { value, floor, ok }]
    })
  )
}
