import { ArrowDown, ArrowUp, Check, Minus } from 'lucide-react'
import { classes } from '../words'
import type { Column } from '../Table'

export type Sort = { by: string; descending: boolean }

type LongHeadProps<R> = {
  columns: readonly Column<R>[]
  sort: Sort | null
  onSort: (by: string) => void
  /** How much is chosen; null where rows cannot be. */
  chosen: 'none' | 'some' | 'all' | null
  onChooseAll: () => void
}

/** The head of a long table: sorts by a column, and by its box chooses all. */
export const LongHead = <R,>({ columns, sort, onSort, chosen, onChooseAll }: LongHeadProps<R>) => (
  <thead role="rowgroup">
    <tr role="row" aria-rowindex={1}>
      {chosen && (
        <th role="columnheader" className="pick">
          <button
            type="button"
            role="checkbox"
            aria-checked={chosen === 'some' ? 'mixed' : chosen === 'all'}
            aria-label="Select all"
            className="box"
            data-checked={chosen === 'none' ? undefined : ''}
            onClick={onChooseAll}
          >
            {chosen === 'some' ? <Minus /> : <Check />}
          </button>
        </th>
      )}
      {columns.map((column) => (
        <th
          key={column.name}
          role="columnheader"
          aria-sort={ariaSort(column, sort)}
          className={classes(column.numeric && 'num', column.minor && 'hide-narrow', column.width)}
        >
          <span className="head-cell">
            {column.sort === undefined ? (
              column.name
            ) : (
              <SortButton column={column} by={column.sort} sort={sort} onSort={onSort} />
            )}
            {column.headEnd}
          </span>
        </th>
      ))}
    </tr>
  </thead>
)

type SortButtonProps<R> = {
  column: Column<R>
  by: string
  sort: Sort | null
  onSort: (by: string) => void
}

const SortButton = <R,>({ column, by, sort, onSort }: SortButtonProps<R>) => (
  <button type="button" className="sort" onClick={() => onSort(by)}>
    {column.name}
    {sort?.by === by && (sort.descending ? <ArrowDown /> : <ArrowUp />)}
  </button>
)

const ariaSort = <R,>({ sort: by }: Column<R>, sort: Sort | null) => {
  if (by === undefined) return undefined
  if (sort?.by !== by) return 'none'
  return sort.descending ? 'descending' : 'ascending'
}
