import { Switch as Base } from '@base-ui/react/switch'

type SwitchProps = {
  /** What it turns on. */
  label: string
  checked: boolean
  onChange: (checked: boolean) => void
}

/** For what applies at once; what is one of a set is a `Checkbox`. */
export const Switch = ({ label, checked, onChange }: SwitchProps) => (
  <Base.Root
    className="switch"
    aria-label={label}
    checked={checked}
    onCheckedChange={(next) => onChange(next)}
  >
    <Base.Thumb className="thumb" />
  </Base.Root>
)
