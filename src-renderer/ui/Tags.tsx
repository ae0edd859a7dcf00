import { Plus, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { classes } from './words'

type TagProps = {
  /** Printed before the value, lighter. */
  name?: string
  children: ReactNode
  on?: boolean
  onRemove?: () => void
  removeLabel?: string
}

/** A label in an outline: `Tone calm`. */
export const Tag = ({ name, children, on = false, onRemove, removeLabel }: TagProps) => (
  <span className={classes('tag', on && 'on')}>
    {name && <span className="k">{name}</span>}
    <span className="trunc">{children}</span>
    {onRemove && (
      <button
        type="button"
        className="x"
        aria-label={removeLabel ?? 'Remove the tag'}
        onClick={onRemove}
      >
        <X />
      </button>
    )}
  </span>
)

/** A dashed outline: adds one. */
export const AddTag = ({ children, onClick }: { children: ReactNode; onClick: () => void }) => (
  <button type="button" className="tag dash" onClick={onClick}>
    <Plus />
    {children}
  </button>
)
