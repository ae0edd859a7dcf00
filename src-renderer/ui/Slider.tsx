import { NumberField } from '@base-ui/react/number-field'
import { Slider as Base } from '@base-ui/react/slider'
import { useId, type KeyboardEvent, type ReactNode } from 'react'

type SliderProps = {
  label: string
  value: number
  min: number
  max: number
  /** The largest number that can be typed, where the track ends before it. */
  most?: number
  step: number
  /** Decimals that are shown. */
  places?: number
  /** Printed after the number, such as “tokens”. */
  unit?: string
  /** What moving it does, in a sentence. */
  hint?: ReactNode
  onChange: (value: number) => void
  disabled?: boolean
}

/**
 * A number in a range: typed into its field, or moved along the track. Arrow keys move it a step,
 * with Shift ten.
 */
export const Slider = ({
  label,
  value,
  min,
  max,
  most = max,
  step,
  places = 0,
  unit,
  hint,
  onChange,
  disabled = false
}: SliderProps) => {
  const hintId = useId()
  const say = (n: number) => `${n.toFixed(places)}${unit ? ` ${unit}` : ''}`
  return (
    <Base.Root
      className="slider"
      value={Math.min(max, Math.max(min, value))}
      min={min}
      max={max}
      step={step}
      largeStep={step * 10}
      disabled={disabled}
      onValueChange={(next) => onChange(next)}
    >
      <div className="names">
        <Base.Label>{label}</Base.Label>
        <NumberField.Root
          className="number"
          value={value}
          min={min}
          max={most}
          step={step}
          largeStep={step * 10}
          smallStep={step}
          disabled={disabled}
          locale="en-GB"
          format={{ minimumFractionDigits: places, maximumFractionDigits: places }}
          onValueCommitted={(next) => {
            if (next !== null) onChange(Math.min(most, Math.max(min, next)))
          }}
        >
          <NumberField.Input
            className="input"
            aria-label={`${label}, as a number`}
            onKeyDown={commitOnReturn}
            aria-describedby={hint ? hintId : undefined}
          />
          {unit && <span className="muted">{unit}</span>}
        </NumberField.Root>
      </div>
      <Base.Control className="control">
        <Base.Track className="track">
          <Base.Indicator className="fill" />
          <Base.Thumb
            className="thumb"
            aria-describedby={hint ? hintId : undefined}
            getAriaLabel={() => label}
            getAriaValueText={() => say(value)}
          />
        </Base.Track>
      </Base.Control>
      {hint && (
        <p className="hint" id={hintId}>
          {hint}
        </p>
      )}
    </Base.Root>
  )
}

/** A typed number counts when the field is left; Return takes it at once and stays. */
const commitOnReturn = ({ key, currentTarget }: KeyboardEvent<HTMLInputElement>) => {
  if (key !== 'Enter') return
  currentTarget.blur()
  currentTarget.focus()
}
