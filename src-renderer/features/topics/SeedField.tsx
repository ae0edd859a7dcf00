import { Checkbox } from '../../ui/Checkbox'
import { TextField } from '../../ui/Field'
import type { WritingSettings } from './useWriting'

const LARGEST = 0x7fffffff

type SeedFieldProps = {
  settings: WritingSettings
  onChange: (change: Partial<WritingSettings>) => void
}

/** Where chance begins. Drafts of one topic never share a seed; a fixed one makes them come again. */
export const SeedField = ({ settings, onChange }: SeedFieldProps) => {
  const { seed, writer } = settings
  return (
    <section className="stack">
      <h3 className="h">Seed</h3>
      <Checkbox
        checked={seed === null}
        onChange={(random) => onChange({ seed: random ? null : randomSeed() })}
      >
        New seeds each time
      </Checkbox>
      {seed !== null && (
        <TextField
          label="Seed of draft A"
          inputMode="numeric"
          value={String(seed)}
          onChange={(text) => onChange({ seed: seedOf(text) })}
          hint={
            writer?.engine === 'openai'
              ? 'The others follow from it. A server may or may not keep to a seed.'
              : 'The others follow from it. Model, sampling and brief unchanged, it writes the same drafts again.'
          }
        />
      )}
      <p className="small faint">
        A seed decides how chance falls. Each draft has a different seed, so no two are alike.
      </p>
    </section>
  )
}

const randomSeed = (): number => Math.floor(Math.random() * LARGEST)

/** Digits only; 0 while the field is empty. */
const seedOf = (text: string): number =>
  Math.min(LARGEST, Number(text.replace(/\D/g, '').slice(0, 10) || 0))
