import type { ReactNode } from 'react'
import { classes } from './words'

type EmptyStateProps = {
  title: string
  children: ReactNode
  actions?: ReactNode
  /** On a sheet of its own, where the page has no other. */
  sheet?: boolean
}

/** Says what the place is for, in the person's terms, where the content will be. */
export const EmptyState = ({ title, children, actions, sheet = false }: EmptyStateProps) => (
  <div className={classes('empty', sheet && 'sheet pad')}>
    <h2 className="title sm">{title}</h2>
    <p>{children}</p>
    {actions && <div className="acts">{actions}</div>}
  </div>
)
