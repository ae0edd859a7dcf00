import { Slider as Base } from '@base-ui/react/slider'

type SliderProps = {
  label: string
  value: number
  min: number
  max: number
  step: number
  /** How the value is printed, with its unit. */
  format?: (value: number) => string
  onChange: (value: number) => void
  disabled?: boolean
}

/** A number in a range: arrow keys move it a step, with Shift ten. */
export const Slider = ({
  label,
  value,
  min,
  max,
  step,
  format = String,
  onChange,
  disabled = false
}: SliderProps) => (
  <Base.Root
    className="slider"
    value={value}
    min={min}
    max={max}
    step={step}
    largeStep={step * 10}
    disabled={disabled}
    onValueChange={(next) => onChange(next)}
  >
    <div className="names">
      <Base.Label>{label}</Base.Label>
      <output>{format(value)}</output>
    </div>
    <Base.Control className="control">
      <Base.Track className="track">
        <Base.Indicator className="fill" />
        <Base.Thumb className="thumb" getAriaValueText={(_, next) => format(next)} />
      </Base.Track>
    </Base.Control>
  </Base.Root>
)
