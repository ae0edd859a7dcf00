import { Select as Base } from '@base-ui/react/select'
import { Check, ChevronsUpDown } from 'lucide-react'
import { classes } from './words'

export type Option = {
  value: string
  label: string
  detail?: string
  disabled?: boolean
  /** A heading over this and the options after it that have the same. */
  group?: string
}

type SelectProps = {
  /** For screen readers; a visible label stands beside it. */
  label: string
  value: string | null
  options: Option[]
  onChange: (value: string) => void
  placeholder?: string
  disabled?: boolean
  className?: string
}

/** One of a list. Type to find. */
export const Select = ({
  label,
  value,
  options,
  onChange,
  placeholder = 'Choose one',
  disabled = false,
  className
}: SelectProps) => (
  <Base.Root
    items={options}
    value={value}
    disabled={disabled}
    onValueChange={(next) => {
      if (next !== null) onChange(next)
    }}
  >
    <Base.Trigger className={classes('select', className)} aria-label={label}>
      <span className="trunc grow">
        <Base.Value placeholder={placeholder} />
      </span>
      <ChevronsUpDown />
    </Base.Trigger>
    <Base.Portal>
      <Base.Positioner className="layer-pop" sideOffset={4} alignItemWithTrigger={false}>
        <Base.Popup className="menu select-pop">
          {grouped(options).map(({ group, options: inside }) =>
            group === undefined ? (
              inside.map((option) => <Item key={option.value} option={option} />)
            ) : (
              <Base.Group key={group}>
                <Base.GroupLabel className="group">{group}</Base.GroupLabel>
                {inside.map((option) => (
                  <Item key={option.value} option={option} />
                ))}
              </Base.Group>
            )
          )}
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  </Base.Root>
)

const Item = ({ option }: { option: Option }) => (
  <Base.Item value={option.value} disabled={option.disabled ?? false} className="item">
    <span className="tick">
      <Base.ItemIndicator>
        <Check />
      </Base.ItemIndicator>
    </span>
    <Base.ItemText className="trunc">{option.label}</Base.ItemText>
    {option.detail && <span className="n small">{option.detail}</span>}
  </Base.Item>
)

type Group = { group: string | undefined; options: Option[] }

const grouped = (options: Option[]): Group[] => {
  const groups: Group[] = []
  for (const option of options) {
    const last = groups.at(-1)
    if (last && last.group === option.group) last.options.push(option)
    else groups.push({ group: option.group, options: [option] })
  }
  return groups
}
