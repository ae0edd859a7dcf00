/** A pasted line as a topic. */
export type PastedLine = { title: string; kind: string | null }

const MAX_TITLE = 300

/**
 * Reads one topic a line: bullets, numbers, checkboxes and blank lines go, `#kind` at the end sets
 * the kind. Lines that `existing` holds, or that stand twice, are counted and left out; letter case
 * and the closing mark do not make a line new.
 */
export function readPaste(
  text: string,
  existing: readonly string[]
): { lines: PastedLine[]; duplicates: number } {
  const seen = new Set(existing.map(normalized))
  const lines: PastedLine[] = []
  let duplicates = 0
  for (const raw of text.split(/\r?\n/)) {
    const line = readLine(raw)
    if (!line) continue
    if (seen.has(normalized(line.title))) {
      duplicates += 1
      continue
    }
    seen.add(normalized(line.title))
    lines.push(line)
  }
  return { lines, duplicates }
}

/** One line as a topic; null for one that holds none. */
export function readLine(raw: string): PastedLine | null {
  const bare = raw
    .trim()
    .replace(/^(?:[-*+•–—]|\(?(?:\d{1,4}[.)]|\d{1,3}:))\s+/, '')
    .replace(/^\[[ xX]\]\s+/, '')
    .trim()
  const kind = /\s#([\p{L}\p{N}_-]{1,40})$/u.exec(bare)
  const title = (kind ? bare.slice(0, kind.index) : bare).trim().slice(0, MAX_TITLE)
  if (title === '') return null
  return { title, kind: kind?.[1] ?? null }
}

/** Titles that come out alike are the same topic. */
export const normalized = (title: string): string =>
  title
    .toLocaleLowerCase('en')
    .replace(/\s+/g, ' ')
    .replace(/[.?!…]+$/, '')
    .trim()
