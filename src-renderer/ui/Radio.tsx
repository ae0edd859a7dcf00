import { Radio as Base } from '@base-ui/react/radio'
import { RadioGroup as BaseGroup } from '@base-ui/react/radio-group'
import type { ReactNode } from 'react'

type RadioGroupProps<V extends string> = {
  label: string
  value: V
  onChange: (value: V) => void
  className?: string
  children: ReactNode
}

/** One of few, each with its consequences described beside it. */
export const RadioGroup = <V extends string>({
  label,
  value,
  onChange,
  className,
  children
}: RadioGroupProps<V>) => (
  <BaseGroup
    aria-label={label}
    value={value}
    onValueChange={(next: V) => onChange(next)}
    className={className}
  >
    {children}
  </BaseGroup>
)

type RadioProps = { value: string; label: string; disabled?: boolean }

/** The circle alone: the row around it explains. */
export const Radio = ({ value, label, disabled = false }: RadioProps) => (
  <Base.Root value={value} disabled={disabled} className="box round" aria-label={label} />
)
