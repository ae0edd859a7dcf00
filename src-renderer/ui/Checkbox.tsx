import { Checkbox as Base } from '@base-ui/react/checkbox'
import { Check } from 'lucide-react'
import type { ReactNode } from 'react'

type CheckboxProps = {
  checked: boolean
  onChange: (checked: boolean) => void
  disabled?: boolean
  children: ReactNode
}

export const Checkbox = ({ checked, onChange, disabled = false, children }: CheckboxProps) => (
  <label className="check">
    <Base.Root
      className="box"
      checked={checked}
      disabled={disabled}
      onCheckedChange={(next) => onChange(next)}
    >
      <Base.Indicator>
        <Check />
      </Base.Indicator>
    </Base.Root>
    {children}
  </label>
)
