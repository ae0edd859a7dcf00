import type { ReactNode } from 'react'
import { classes } from './words'

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
  /** Of a long table: the class that gives its width; without one it takes what is left. */
  width?: string
  /** Of a long table: what the list is sorted by when its head is pressed. */
  sort?: string
  /** Of a long table: beside its name, such as a filter. */
  headEnd?: ReactNode
}

type TableProps<R> = {
  label: string
  columns: readonly Column<R>[]
  rows: readonly R[]
  keyOf: (row: R) => string
  selected?: (row: R) => boolean
  /** The row is pressable; its first cell must hold the link that does the same. */
  onOpen?: (row: R) => void
  density?: 'normal' | 'dense' | 'tall'
}

/** Hairlines, no zebra. For a list that may grow past a few hundred rows there is `LongTable`. */
export const Table = <R,>({
  label,
  columns,
  rows,
  keyOf,
  selected,
  onOpen,
  density = 'normal'
}: TableProps<R>) => (
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
      {rows.map((row) => (
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
)

const columnClass = <R,>(column: Column<R>) =>
  classes(column.numeric && 'num', column.wide && 'w-full', column.minor && 'hide-narrow')
