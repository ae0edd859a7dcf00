import { describe, expect, it } from 'vitest'
import { sayRows } from '../../../src-renderer/ui/table/rows-seen'
import {
  chooseAll,
  clear,
  extendTo,
  extentTo,
  moveTo,
  nothingChosen,
  stepFrom,
  toggle,
  type Selection
} from '../../../src-renderer/ui/table/selection'

const idOf = (index: number): string => `t${index}`
const press = (selection: Selection, to: number): Selection => {
  const { from, to: last } = extentTo(selection, to)
  const ids = Array.from({ length: last - from + 1 }, (_, at) => idOf(from + at))
  return extendTo(selection, to, ids)
}
const chosen = (selection: Selection): string[] => [...selection.chosen].sort()

describe('moving', () => {
  it('begins at the first row going down and at the last going up', () => {
    expect(stepFrom(nothingChosen, 1, 5000)).toBe(0)
    expect(stepFrom(nothingChosen, -1, 5000)).toBe(4999)
  })

  it('stops at both ends, a page at a time too', () => {
    const last = moveTo(nothingChosen, 4999)
    expect(stepFrom(last, 1, 5000)).toBe(4999)
    expect(stepFrom(moveTo(nothingChosen, 3), -18, 5000)).toBe(0)
    // A row may be gone since.
    expect(stepFrom(last, 1, 20)).toBe(19)
  })

  it('chooses nothing, and lets nothing go', () => {
    const one = toggle(nothingChosen, 2, idOf(2))
    expect(chosen(moveTo(one, 7))).toEqual(['t2'])
  })
})

describe('choosing one', () => {
  it('takes a row and lets it go again', () => {
    const one = toggle(nothingChosen, 2, idOf(2))
    const two = toggle(one, 5, idOf(5))
    expect(chosen(two)).toEqual(['t2', 't5'])
    expect(chosen(toggle(two, 2, idOf(2)))).toEqual(['t5'])
    expect(two.active).toBe(5)
  })
})

describe('extending', () => {
  it('chooses from the row of the keys to the next', () => {
    const two = press(moveTo(nothingChosen, 3), 4)
    expect(chosen(two)).toEqual(['t3', 't4'])
    expect(two.active).toBe(4)
  })

  it('shrinks when it turns back, and goes on at the other side', () => {
    let selection = press(moveTo(nothingChosen, 3), 4)
    selection = press(selection, 5)
    selection = press(selection, 4)
    expect(chosen(selection)).toEqual(['t3', 't4'])
    selection = press(press(selection, 3), 2)
    expect(chosen(selection)).toEqual(['t2', 't3'])
  })

  it('keeps what was chosen before it began', () => {
    const before = toggle(nothingChosen, 9, idOf(9))
    let selection = press(moveTo(before, 3), 5)
    expect(chosen(selection)).toEqual(['t3', 't4', 't5', 't9'])
    selection = press(selection, 4)
    expect(chosen(selection)).toEqual(['t3', 't4', 't9'])
  })

  it('begins anew after moving without it', () => {
    let selection = press(moveTo(nothingChosen, 0), 1)
    selection = press(moveTo(selection, 6), 7)
    expect(chosen(selection)).toEqual(['t0', 't1', 't6', 't7'])
  })

  it('reaches from a chosen row to a click far below, over pages that are not there', () => {
    const selection = toggle(nothingChosen, 10, idOf(10))
    expect(extentTo(selection, 4200)).toEqual({ from: 10, to: 4200 })
    expect(press(selection, 4200).chosen.size).toBe(4191)
  })
})

describe('all and none', () => {
  it('takes every row of the filter and leaves the keys where they are', () => {
    const ids = Array.from({ length: 5000 }, (_, index) => idOf(index))
    const all = chooseAll(moveTo(nothingChosen, 3), ids)
    expect(all.chosen.size).toBe(5000)
    expect(all.active).toBe(3)
    expect(clear(all)).toEqual({ ...nothingChosen, active: 3 })
  })
})

describe('the foot of a long table', () => {
  const seen = { offset: 0, height: 19 * 32, row: 32, total: 2146, noun: 'topic' }
  it('says which rows are in view', () => {
    expect(sayRows(seen)).toBe('Rows 1 to 19 of 2,146')
    expect(sayRows({ ...seen, offset: 32 * 1000 })).toBe('Rows 1,001 to 1,019 of 2,146')
    expect(sayRows({ ...seen, offset: 32 * 2127 })).toBe('Rows 2,128 to 2,146 of 2,146')
  })

  it('only counts them when all are', () => {
    expect(sayRows({ ...seen, total: 12 })).toBe('12 topics')
    expect(sayRows({ ...seen, total: 1 })).toBe('1 topic')
  })
})
