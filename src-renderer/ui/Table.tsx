import { useState, type ReactNode } from 'react'
import { Button } from './Button'
import { classes, figure } from './words'

export type Column<R> = {
  /** Also its React key. */
  name: string
  cell: (row: R) => ReactNode
  /** Figures and dates stand at the right. */
  numeric?: boolean
  /** Takes what is left and is cut off with an ellipsis. */
  wide?: boolean
  /** Goes away below 1100 px. */
  minor?: boolean
  className?: string
}

type TableProps<R> = {
  label: string
  columns: Column<R>[]
  rows: R[]
  keyOf: (row: R) => string
  selected?: (row: R) => boolean
  /** The row is pressable; its first cell must hold the link that does the same. */
  onOpen?: (row: R) => void
  density?: 'normal' | 'dense' | 'tall'
}

/** Rows drawn at once: a paste of thousands must not hold up the page. */
const PAGE = 200

/** Hairlines, no zebra. Long tables show a page at a time and say which rows these are. */
export const Table = <R,>({
  label,
  columns,
  rows,
  keyOf,
  selected,
  onOpen,
  density = 'normal'
}: TableProps<R>) => {
  const [limit, setLimit] = useState(PAGE)
  return (
    <>
      <table className={classes('table', density !== 'normal' && density)} aria-label={label}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.name} scope="col" className={columnClass(column)}>
                {column.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, limit).map((row) => (
            <tr
              key={keyOf(row)}
              className={classes(onOpen && 'link', selected?.(row) && 'sel')}
              onClick={onOpen && (() => onOpen(row))}
            >
              {columns.map((column) => (
                <td
                  key={column.name}
                  className={classes(columnClass(column), column.wide && 'trunc', column.className)}
                >
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > limit && (
        <div className="row between mt-3">
          <span className="small faint tn">
            Rows 1 to {figure(limit)} of {figure(rows.length)}
          </span>
          <Button onClick={() => setLimit(limit + PAGE)}>
            Show {figure(Math.min(PAGE, rows.length - limit))} more
          </Button>
        </div>
      )}
    </>
  )
}

const columnClass = <R,>(column: Column<R>) =>
  classes(column.numeric && 'num', column.wide && 'w-full', column.minor && 'hide-narrow')
