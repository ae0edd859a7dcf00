import { memo, type ReactNode } from 'react'
import { Check } from 'lucide-react'
import { classes } from '../words'
import type { Column } from '../Table'

type LongRowProps<R> = {
  id: string
  index: number
  /** Undefined while its page is on the way. */
  row: R | undefined
  columns: readonly Column<R>[]
  /** What its checkbox is called; null where rows cannot be chosen. */
  nameOf: ((row: R) => string) | null
  chosen: boolean
  active: boolean
}

const DrawnRow = <R,>({ id, index, row, columns, nameOf, chosen, active }: LongRowProps<R>) => (
  <tr
    id={id}
    role="row"
    aria-rowindex={index + 2}
    aria-selected={nameOf ? chosen : undefined}
    data-index={index}
    className={classes('link', chosen && 'sel', active && 'active')}
  >
    {nameOf && (
      <td role="gridcell" className="pick">
        {row !== undefined && (
          <button
            type="button"
            role="checkbox"
            aria-checked={chosen}
            aria-label={`Select ${nameOf(row)}`}
            tabIndex={-1}
            className="box"
            data-pick=""
            data-checked={chosen ? '' : undefined}
          >
            <Check />
          </button>
        )}
      </td>
    )}
    {columns.map((column) => (
      <td
        key={column.name}
        role="gridcell"
        className={classes(
          'trunc',
          column.numeric && 'num',
          column.minor && 'hide-narrow',
          column.className
        )}
      >
        {row === undefined ? <Blank /> : column.cell(row)}
      </td>
    ))}
  </tr>
)

const Blank = (): ReactNode => <span className="blank" aria-hidden="true" />

/** One row; drawn again only when something of its own changed. `memo` forgets the type of the row. */
export const LongRow = memo(DrawnRow) as typeof DrawnRow
