/** `12 topics`, `1 topic`: the number as people write it, with its noun. */
export const count = (n: number, one: string, many = `${one}s`): string =>
  `${figure(n)} ${n === 1 ? one : many}`

/** `2,146`. */
export const figure = (n: number): string => grouped.format(n)

const grouped = new Intl.NumberFormat('en-GB')

/** Class names, leaving out what does not apply. */
export const classes = (...names: (string | false | null | undefined)[]): string =>
  names.filter(Boolean).join(' ')

const day = 86_400_000

/** Times of today as `9:12`, then Yesterday, the weekday, the date. */
export const when = (at: number, now = Date.now()): string => {
  const then = new Date(at)
  const days = Math.round((midnight(now) - midnight(at)) / day)
  if (days <= 0) return `${then.getHours()}:${String(then.getMinutes()).padStart(2, '0')}`
  return whenDay(at, now)
}

/** The same without the hour: `Today`, `Yesterday`, `Monday`, `4 March`, `4 March 2025`. */
export const whenDay = (at: number, now = Date.now()): string => {
  const then = new Date(at)
  const days = Math.round((midnight(now) - midnight(at)) / day)
  if (days <= 0) return 'Today'
  if (days === 1) return 'Yesterday'
  if (days < 7) return weekdayAs.format(then)
  const sameYear = then.getFullYear() === new Date(now).getFullYear()
  return (sameYear ? dayAs : yearAs).format(then)
}

// Made once: a list formats hundreds of days while it scrolls.
const weekdayAs = new Intl.DateTimeFormat('en-GB', { weekday: 'long' })
const dayAs = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long' })
const yearAs = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric' })

const midnight = (at: number): number => new Date(at).setHours(0, 0, 0, 0)

/** `45 s`, `13 min`, `2 h 5 min`. */
export const duration = (ms: number): string => {
  const seconds = Math.round(ms / 1000)
  if (seconds < 60) return `${Math.max(seconds, 0)} s`
  const minutes = Math.round(seconds / 60)
  if (minutes < 60) return `${minutes} min`
  const rest = minutes % 60
  return rest === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${rest} min`
}

/** `742 MB`, `2.5 GB`: decimal units, as Finder shows them. */
export const size = (bytes: number): string => {
  if (bytes < 1e3) return `${bytes} bytes`
  if (bytes < 1e6) return `${Math.round(bytes / 1e3)} kB`
  if (bytes < 1e9) return `${Math.round(bytes / 1e6)} MB`
  return `${(bytes / 1e9).toFixed(1)} GB`
}

const numbers = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine']

/** `three drafts`, `12 drafts`: small numbers in words, for running text. */
export const inWords = (n: number, one: string, many = `${one}s`): string =>
  `${numbers[n] ?? figure(n)} ${n === 1 ? one : many}`

/** The words of a draft: runs of characters between white space. */
export const wordCount = (text: string): number => text.split(/\s+/).filter(Boolean).length

/** A, B, C, D. */
export const letter = (index: number): string => String.fromCharCode(65 + index)

/** The first letter large, for a sentence that begins with a number in words. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
