type Split = {
  shown: string
  /** What may yet become a stop text. */
  held: string
  /** A stop text stood in it; `shown` is what came before. */
  ended: boolean
}

/** Splits text that grows at its first stop text, or where one may be beginning at its end. */
export function splitAtStops(text: string, stops: readonly string[]): Split {
  const places = stops.map((stop) => text.indexOf(stop)).filter((place) => place >= 0)
  if (places.length > 0) {
    return { shown: text.slice(0, Math.min(...places)), held: '', ended: true }
  }
  const shown = text.length - possibleStart(text, stops)
  return { shown: text.slice(0, shown), held: text.slice(shown), ended: false }
}

/** How many characters at the end could be the beginning of a stop text. */
function possibleStart(text: string, stops: readonly string[]): number {
  const longest = Math.max(0, ...stops.map((stop) => stop.length - 1))
  for (let length = Math.min(longest, text.length); length > 0; length -= 1) {
    const ending = text.slice(-length)
    if (stops.some((stop) => stop.startsWith(ending))) return length
  }
  return 0
}
