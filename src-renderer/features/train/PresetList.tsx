import type { Preset } from '@contract/training'
import { Radio, RadioGroup } from '../../ui/Radio'
import { presets } from './words'

type PresetListProps = { value: Preset; onChange: (value: Preset) => void }

/** One of three strengths, each with what it costs. */
export const PresetList = ({ value, onChange }: PresetListProps) => (
  <RadioGroup
    label="How strongly it learns"
    value={value}
    onChange={onChange}
    className="sheet presets mt-1.5"
  >
    {presets.map(({ value: preset, label, text, figures }) => (
      <label key={preset}>
        <Radio value={preset} label={label} />
        <span>
          <span className="med">{label}</span>
          <br />
          <span className="small muted">{text}</span>
        </span>
        <span className="small faint hide-narrow">{figures}</span>
      </label>
    ))}
  </RadioGroup>
)
