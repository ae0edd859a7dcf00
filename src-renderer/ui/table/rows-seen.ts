import { count, figure } from '../words'

type RowsSeen = {
  /** How far the list is scrolled, how high its view is and how high a row is, in px. */
  offset: number
  height: number
  row: number
  total: number
  noun: string
}

/** `Rows 1 to 19 of 2,146`; `12 topics` when all are in view. */
export const sayRows = ({ offset, height, row, total, noun }: RowsSeen): string => {
  const first = Math.floor(offset / row)
  const last = Math.min(total, Math.ceil((offset + height) / row))
  if (last <= first || (first === 0 && last === total)) return count(total, noun)
  return `Rows ${figure(first + 1)} to ${figure(last)} of ${figure(total)}`
}
