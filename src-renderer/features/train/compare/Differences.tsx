import type { Comparison } from '@contract/run-history'
import type { Run } from '@contract/training'
import { capital, duration } from '../../../ui/words'
import { settingGroups } from '../form/settings-fields'
import { stageLabel } from '../words'

type DifferencesProps = { runs: Run[]; comparison: Comparison }

/** The settings and results that are not the same. */
export const Differences = ({ runs, comparison: { differences } }: DifferencesProps) => (
  <section>
    <div className="head">
      <h2>What differs</h2>
      <span className="small faint">Equal settings hidden</span>
    </div>
    <table className="table" aria-label="What differs">
      <thead>
        <tr>
          <th scope="col">
            <span className="vh">Setting</span>
          </th>
          {runs.map(({ id, number }) => (
            <th key={id} scope="col" className="num">
              Run {number}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {differences.map(({ key, values }) => (
          <tr key={key}>
            <th scope="row" className="muted">
              {nameOf(key)}
            </th>
            {values.map((value, index) => (
              <td key={runs[index]?.id ?? index} className="num">
                {sayValue(key, value, runs)}
              </td>
            ))}
          </tr>
        ))}
        <tr>
          <th scope="row" className="muted">
            Time
          </th>
          {runs.map((run) => (
            <td key={run.id} className="num">
              {timeOf(run)}
            </td>
          ))}
        </tr>
      </tbody>
    </table>
    {differences.length === 0 && <p className="small faint mt-2">Their settings are the same.</p>}
  </section>
)

const facts: Readonly<Record<string, string>> = {
  baseModel: 'Base model',
  preset: 'Strength',
  rankings: 'Rankings',
  pairs: 'Pairs',
  continuedFrom: 'Continued from',
  stages: 'Method',
  samplePrompts: 'Sample topics',
  alsoWrite: 'Also written'
}

const fields = settingGroups.flatMap(({ stage, fields: own }) =>
  own.map((field) => ({ ...field, stage }))
)

/** `LoRA rank`; with its stage where others have the same: `Learning rate, DPO`. */
const nameOf = (key: string): string => {
  const field = fields.find((one) => one.key === key)
  if (!field) return facts[key] ?? key
  const alone = fields.filter(({ label }) => label === field.label).length === 1
  return field.stage === undefined || alone
    ? field.label
    : `${field.label}, ${stageLabel(field.stage)}`
}

const sayValue = (key: string, value: string | null, runs: readonly Run[]): string => {
  if (value === null) return '–'
  if (key === 'preset') return capital(value)
  if (key === 'stages') return value.split(', ').map(stageLabel).join(', ')
  if (key === 'continuedFrom') {
    const from = runs.find(({ id }) => id === value)
    return value === 'none' ? 'none' : from ? `run ${from.number}` : 'another run'
  }
  const field = fields.find((one) => one.key === key)
  if (value === 'null') return field?.empty ?? 'none'
  return field?.choices?.find((choice) => choice.value === value)?.label ?? shortNumber(value)
}

/** `0.0002` as `2e-4`, as the form shows it. */
const shortNumber = (value: string): string => {
  const number = Number(value)
  return value !== '' && number !== 0 && Math.abs(number) < 0.001 ? number.toExponential() : value
}

const timeOf = ({ sft, dpo, reward }: Run): string => {
  const seconds = [sft, dpo, reward].flatMap((stage) => stage?.seconds ?? [])
  return seconds.length === 0 ? '–' : duration(seconds.reduce((sum, one) => sum + one, 0) * 1000)
}
