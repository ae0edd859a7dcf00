/** A topic that the model thought of. */
export type Suggestion = {
  text: string
  /** It is to be added. */
  on: boolean
  /** The person wrote in it: the model no longer changes it. */
  edited: boolean
}

/**
 * The lines after more titles came: those before `kept` are of earlier requests and stay, the others
 * follow the titles, with the person's choices and words kept. A title that is there already is left
 * out.
 */
export const grow = (
  lines: readonly Suggestion[],
  kept: number,
  titles: readonly string[]
): Suggestion[] => {
  const before = lines.slice(0, kept)
  const known = new Set(before.map(({ text }) => text.toLowerCase()))
  const fresh = titles.filter((title) => !known.has(title.toLowerCase()))
  const after = fresh.map((text, index): Suggestion => {
    const now = lines[kept + index]
    if (!now) return { text, on: true, edited: false }
    return now.edited ? now : { ...now, text }
  })
  return [...before, ...after]
}

/** The titles to add, one a line. */
export const chosenText = (lines: readonly Suggestion[]): string =>
  chosen(lines)
    .map(({ text }) => text.trim())
    .join('\n')

/** The lines that would be added. */
export const chosen = (lines: readonly Suggestion[]): readonly Suggestion[] =>
  lines.filter(({ on, text }) => on && text.trim() !== '')
