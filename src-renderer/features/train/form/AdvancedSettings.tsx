import { ChevronDown, ChevronRight, RotateCcw } from 'lucide-react'
import type { RunSettings, Stage } from '@contract/run-settings'
import { Button } from '../../../ui/Button'
import { TextArea, TextField } from '../../../ui/Field'
import { useKept } from '../../../ui/kept'
import { Select } from '../../../ui/Select'
import { classes } from '../../../ui/words'
import { promptsKey, withoutSame, type Typed } from './overrides'
import { Trackers } from './Trackers'
import { fieldText, groupsFor, valueText } from './settings-fields'
import type { SettingField } from './setting-group'

type AdvancedSettingsProps = {
  /** What the preset says by itself. */
  preset: RunSettings
  stages: readonly Stage[]
  typed: Typed
  problems: Readonly<Record<string, string>>
  onChange: (typed: Typed) => void
}

/** Every setting of the run, grouped; those that differ from the preset are marked. */
export const AdvancedSettings = (props: AdvancedSettingsProps) => {
  const { preset, stages, typed, onChange } = props
  const [open, setOpen] = useKept('new run advanced', false)
  const changed = Object.keys(withoutSame(typed, preset)).length
  return (
    <section className="mt-5" aria-label="Advanced settings">
      <div className="row between">
        <Button
          look="quiet"
          command="run.advanced"
          icon={open ? <ChevronDown /> : <ChevronRight />}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          {changed === 0 ? 'Advanced' : `Advanced, ${changed} changed`}
        </Button>
        {changed > 0 && (
          <Button
            look="quiet"
            command="run.toPreset"
            icon={<RotateCcw />}
            onClick={() => onChange({})}
          >
            Back to the preset
          </Button>
        )}
      </div>
      {open &&
        groupsFor(stages).map(({ title, text, fields }) => (
          <fieldset key={title} className="settings-group">
            <legend className="med">{title}</legend>
            <p className="small muted">{text}</p>
            <div className="fields">
              {fields.map((field) => (
                <SettingInput key={field.key} field={field} {...props} />
              ))}
            </div>
          </fieldset>
        ))}
      {open && <Trackers typed={typed} onChange={onChange} />}
      {open && <Prompts {...{ preset, typed, onChange }} problem={props.problems[promptsKey]} />}
    </section>
  )
}

const SettingInput = ({
  field,
  preset,
  typed,
  problems,
  onChange
}: AdvancedSettingsProps & { field: SettingField }) => {
  const { key, label, hint, choices, empty } = field
  const value = typed[key] ?? fieldText(field.read(preset))
  const isChanged = withoutSame(typed, preset)[key] !== undefined
  const set = (next: string) => onChange(withoutSame({ ...typed, [key]: next }, preset))
  const said = (
    <>
      {isChanged && <b className="med">Was {valueText(field, preset)}. </b>}
      {hint}
    </>
  )
  if (choices) {
    return (
      <div className={classes('field', isChanged && 'changed')}>
        <span className="label">{label}</span>
        <Select label={label} value={value} options={[...choices]} onChange={set} />
        <p className="hint">{said}</p>
      </div>
    )
  }
  return (
    <TextField
      label={label}
      value={value}
      onChange={(next) => onChange({ ...typed, [key]: next })}
      onBlurCapture={() => onChange(withoutSame(typed, preset))}
      inputMode="decimal"
      hint={said}
      problem={problems[key] ?? null}
      {...(empty === undefined ? {} : { placeholder: empty })}
      {...(isChanged ? { className: 'changed' } : {})}
    />
  )
}

type PromptsProps = Pick<AdvancedSettingsProps, 'preset' | 'typed' | 'onChange'> & {
  problem: string | undefined
}

const Prompts = ({ preset, typed, onChange, problem }: PromptsProps) => (
  <TextArea
    className="mt-4"
    label="Sample topics"
    rows={3}
    value={typed[promptsKey] ?? ''}
    placeholder="Two topics of yours, held-out ones first"
    hint="Up to eight, one a line: what it writes on them is shown as it trains."
    problem={problem ?? null}
    onChange={(next) => onChange({ ...typed, [promptsKey]: next })}
    onBlurCapture={() => onChange(withoutSame(typed, preset))}
  />
)
