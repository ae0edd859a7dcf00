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
      onKeyDown={(event) => {
        // It keeps Return to itself; with ⌘ it is the form's.
        if (event.metaKey || event.ctrlKey) event.preventBaseUIHandler()
      }}
    >
      <Base.Indicator>
        <Check />
      </Base.Indicator>
    </Base.Root>
    {children}
  </label>
)
