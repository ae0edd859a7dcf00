import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useId, useLayoutEffect, useRef, type MouseEvent, type RefObject } from 'react'
import type { Column } from '../Table'
import { LongHead, type Sort } from './LongHead'
import { LongRow } from './LongRow'
import { sayRows } from './rows-seen'
import { chooseAll, clear, extendTo, extentTo, moveTo, toggle, type Selection } from './selection'
import { useListKeys } from './useListKeys'

type LongTableProps<R> = {
  label: string
  /** What a row is, such as `topic`. */
  noun: string
  columns: readonly Column<R>[]
  total: number
  /** Undefined while its page is on the way. */
  rowAt: (index: number) => R | undefined
  keyOf: (row: R) => string
  /** Called when other rows are about to be seen. */
  onNeed?: (from: number, to: number) => void
  sort?: Sort
  onSort?: (by: string) => void
  selection: Selection
  onSelection: (next: Selection) => void
  /** Rows can be chosen: how one is called, and how all ids of the list are had, in its order. */
  choosing?: { nameOf: (row: R) => string; ids: () => Promise<readonly string[]> }
  onOpen: (row: R) => void
  onPreview?: (row: R) => void
  /** Names the filter and the order: another one is shown from its top. */
  origin?: string
  /** Where it was left, in px, and where it is now. */
  scroll?: { start: number; onScroll: (offset: number) => void }
}

/** As `--row` and the head of `.table` in the styles, in px. */
const ROW = 32
const HEAD = 29

/**
 * A table of any length. It draws the rows in view and a few beyond, each 32 px high, and asks for
 * rows by their place. A grid to screen readers, that counts all rows and not only those drawn.
 */
export const LongTable = <R,>({
  label,
  noun,
  columns,
  total,
  rowAt,
  keyOf,
  onNeed,
  sort,
  onSort,
  selection,
  onSelection,
  choosing,
  onOpen,
  onPreview,
  origin = '',
  scroll
}: LongTableProps<R>) => {
  const base = useId()
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    scrollMargin: HEAD,
    scrollPaddingStart: HEAD,
    overscan: 16,
    initialOffset: scroll?.start ?? 0
  })
  const items = virtual.getVirtualItems()
  const from = items[0]?.index ?? 0
  const to = items.at(-1)?.index ?? 0
  useEffect(() => onNeed?.(from, to), [from, to, onNeed])

  useFromTop(scroller, origin)

  const idAt = (index: number) => {
    const row = rowAt(index)
    return row === undefined ? undefined : keyOf(row)
  }
  const idsOf = async (first: number, last: number): Promise<readonly string[]> => {
    const known: string[] = []
    for (let index = first; index <= last; index += 1) {
      const id = idAt(index)
      if (id === undefined) return (await choosing?.ids())?.slice(first, last + 1) ?? []
      known.push(id)
    }
    return known
  }
  const extend = async (index: number) => {
    const { from: first, to: last } = extentTo(selection, index)
    onSelection(extendTo(selection, index, await idsOf(first, last)))
  }
  const all = total > 0 && selection.chosen.size >= total
  const chooseEvery = async () => {
    if (choosing) onSelection(chooseAll(selection, await choosing.ids()))
  }
  const withRow = (act: ((row: R) => void) | undefined) => (index: number) => {
    const row = rowAt(index)
    if (row !== undefined) act?.(row)
  }
  const onKeyDown = useListKeys({
    total,
    selection,
    onSelection,
    idAt,
    onExtend: (index) => void extend(index),
    onChooseAll: () => void chooseEvery(),
    onOpen: withRow(onOpen),
    onPreview: onPreview && withRow(onPreview),
    onReach: (index) => {
      virtual.scrollToIndex(index)
      scroller.current?.focus({ preventScroll: true })
    },
    choosing: choosing !== undefined,
    page: Math.max(1, Math.floor(((virtual.scrollRect?.height ?? ROW) - HEAD) / ROW) - 1)
  })
  const onClick = (event: MouseEvent<HTMLElement>) => {
    if (!(event.target instanceof Element)) return
    const index = Number(event.target.closest('tr[data-index]')?.getAttribute('data-index') ?? NaN)
    const row = rowAt(index)
    if (row === undefined) return
    if (choosing && event.shiftKey) {
      event.preventDefault()
      void extend(index)
    } else if (
      choosing &&
      (event.metaKey || event.ctrlKey || event.target.closest('.pick') !== null)
    ) {
      event.preventDefault()
      onSelection(toggle(selection, index, keyOf(row)))
    } else {
      onSelection(moveTo(selection, index))
      // The link in the row goes there on its own.
      if (!event.defaultPrevented) onOpen(row)
    }
  }
  const idOf = (index: number) => `${base}row${index}`
  const { active, chosen } = selection
  const seen = active !== null && active >= from && active <= to
  const before = (items[0]?.start ?? HEAD) - HEAD
  const after = virtual.getTotalSize() - ((items.at(-1)?.end ?? HEAD) - HEAD)
  const offset = virtual.scrollOffset ?? 0
  const height = (virtual.scrollRect?.height ?? 0) - HEAD
  return (
    <>
      <div
        ref={scroller}
        className={choosing ? 'long-table' : 'long-table bare'}
        role="grid"
        aria-label={label}
        aria-rowcount={total + 1}
        aria-multiselectable={choosing ? true : undefined}
        aria-activedescendant={seen ? idOf(active) : undefined}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onScroll={({ currentTarget: { clientHeight, scrollTop } }) => {
          // A page that is put away while the next one is read in is scrolled to its top.
          if (clientHeight > 0) scroll?.onScroll(scrollTop)
        }}
      >
        <table
          role="presentation"
          className={chosen.size > 0 ? 'table choosing' : 'table'}
          onClick={onClick}
        >
          <LongHead
            columns={columns}
            sort={sort ?? null}
            onSort={(by) => onSort?.(by)}
            chosen={choosing ? (all ? 'all' : chosen.size > 0 ? 'some' : 'none') : null}
            onChooseAll={() => (all ? onSelection(clear(selection)) : void chooseEvery())}
          />
          <tbody role="rowgroup">
            {before > 0 && <tr role="presentation" className="gap" style={{ height: before }} />}
            {items.map(({ index }) => {
              const row = rowAt(index)
              const id = row === undefined ? undefined : keyOf(row)
              return (
                <LongRow
                  key={index}
                  id={idOf(index)}
                  index={index}
                  row={row}
                  columns={columns}
                  nameOf={choosing?.nameOf ?? null}
                  chosen={id !== undefined && chosen.has(id)}
                  active={index === active}
                />
              )
            })}
            {after > 0 && <tr role="presentation" className="gap" style={{ height: after }} />}
          </tbody>
        </table>
      </div>
      <p className="long-foot">{sayRows({ offset, height, row: ROW, total, noun })}</p>
    </>
  )
}

/** Scrolls to the top when the list is another, but not when it is first shown. */
const useFromTop = (scroller: RefObject<HTMLElement | null>, origin: string) => {
  const shown = useRef(origin)
  useLayoutEffect(() => {
    if (shown.current === origin) return
    shown.current = origin
    scroller.current?.scrollTo({ top: 0 })
  }, [scroller, origin])
}
