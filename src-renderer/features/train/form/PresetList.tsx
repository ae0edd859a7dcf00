import type { Preset, RunSettings } from '@contract/run-settings'
import { Radio, RadioGroup } from '../../../ui/Radio'
import { stageLabel } from '../words'
import { fieldText } from './settings-fields'

type PresetListProps = {
  value: Preset
  onChange: (value: Preset) => void
  /** What the chosen one comes to with these rankings. */
  settings: RunSettings | undefined
  /** Why, in sentences. */
  reasons: readonly string[]
}

/** One of three strengths, and why it has these figures for this many rankings. */
export const PresetList = ({ value, onChange, settings, reasons }: PresetListProps) => (
  <>
    <RadioGroup
      label="How strongly it learns"
      value={value}
      onChange={onChange}
      className="sheet presets mt-1.5"
    >
      {presets.map(({ value: preset, label, text }) => (
        <label key={preset}>
          <Radio value={preset} label={label} />
          <span>
            <span className="med">{label}</span>
            <br />
            <span className="small muted">{text}</span>
          </span>
          <span className="small muted hide-narrow">
            {settings?.preset === preset && rates(settings)}
          </span>
        </label>
      ))}
    </RadioGroup>
    {reasons.length > 0 && (
      <p className="say mt-2" aria-live="polite">
        <b className="med">Why these figures:</b> {reasons.join(' ')}
      </p>
    )}
  </>
)

const presets: { value: Preset; label: string; text: string }[] = [
  {
    value: 'gentle',
    label: 'Gentle',
    text: 'Half the learning rate, for a taste that overshoots.'
  },
  {
    value: 'recommended',
    label: 'Recommended',
    text: 'Moves a small model clearly with two dozen rankings, and holds the rest of what it knew.'
  },
  {
    value: 'strong',
    label: 'Strong',
    text: 'For noisy or faint tastes. Follows them further and forgets more of everything else.'
  }
]

const rates = (settings: RunSettings): string =>
  settings.stages
    .map((stage) => `${stageLabel(stage)} ${fieldText(settings[stage].learningRate)}`)
    .join(', ')
