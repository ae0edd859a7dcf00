import { Tabs as Base } from '@base-ui/react/tabs'
import { figure } from './words'

export type Segment<V extends string> = { value: V; label: string; count?: number }

type Props<V extends string> = {
  label: string
  value: V
  segments: Segment<V>[]
  onChange: (value: V) => void
}

/** Filters the same content. Arrow keys move. */
export const Segments = <V extends string>({ label, value, segments, onChange }: Props<V>) => (
  <Base.Root value={value} onValueChange={(next: V) => onChange(next)}>
    <Base.List className="seg" aria-label={label} activateOnFocus>
      {segments.map((segment) => (
        <Base.Tab key={segment.value} value={segment.value}>
          {segment.label}
          {segment.count !== undefined && ` ${figure(segment.count)}`}
        </Base.Tab>
      ))}
    </Base.List>
  </Base.Root>
)

/** Swaps the content under it. Arrow keys move. */
export const Tabs = <V extends string>({ label, value, segments, onChange }: Props<V>) => (
  <Base.Root value={value} onValueChange={(next: V) => onChange(next)}>
    <Base.List className="tabs" aria-label={label}>
      {segments.map((segment) => (
        <Base.Tab key={segment.value} value={segment.value}>
          {segment.label}
          {segment.count !== undefined && <span className="n">{figure(segment.count)}</span>}
        </Base.Tab>
      ))}
    </Base.List>
  </Base.Root>
)
