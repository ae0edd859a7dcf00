import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { classes } from './words'

type NoteProps = {
  kind: 'info' | 'ok' | 'warn' | 'stop'
  /** What. */
  title: ReactNode
  /** Why, and what next. */
  children?: ReactNode
  /** The buttons that do it. */
  actions?: ReactNode
  className?: string
}

export const Note = ({ kind, title, children, actions, className }: NoteProps) => (
  <div className={classes('note', kind, className)} role={kind === 'stop' ? 'alert' : 'note'}>
    {icons[kind]}
    <div className="grow">
      <p className="t">{title}</p>
      {children && <div className="x">{children}</div>}
      {actions && <div className="acts">{actions}</div>}
    </div>
  </div>
)

const icons = {
  info: <Info />,
  ok: <CircleCheck />,
  warn: <TriangleAlert />,
  stop: <CircleAlert />
}
