import type { Stage } from '@contract/run-settings'
import { Checkbox } from '../../../ui/Checkbox'
import { classes, count } from '../../../ui/words'

type StageListProps = {
  value: readonly Stage[]
  onChange: (value: Stage[]) => void
  steps: Partial<Record<Stage, number>>
}

/** What is trained: any of the three, in this order. */
export const StageList = ({ value, onChange, steps }: StageListProps) => (
  <fieldset className="sheet stage-rows mt-1.5">
    <legend className="vh">Method</legend>
    {stages.map(({ stage, label, text }) => {
      const on = value.includes(stage)
      const number = steps[stage]
      return (
        <div key={stage} className={classes(on && 'on')}>
          <Checkbox
            checked={on}
            // A run of nothing is no run.
            disabled={on && value.length === 1}
            onChange={(next) =>
              onChange(next ? [...value, stage] : value.filter((other) => other !== stage))
            }
          >
            <span className="grow">
              <span className="med">{label}</span>
              <br />
              <span className="small muted">{text}</span>
            </span>
            <span className="small muted">
              {on && number !== undefined && count(number, 'step')}
            </span>
          </Checkbox>
        </div>
      )
    })}
  </fieldset>
)

const stages: readonly { stage: Stage; label: string; text: string }[] = [
  {
    stage: 'sft',
    label: 'Imitate',
    text: 'Supervised (SFT): learn to write like your best and edited drafts.'
  },
  {
    stage: 'dpo',
    label: 'Prefer',
    text: 'DPO on your pairs: tell the better draft from the others. After imitating, as a rule.'
  },
  {
    stage: 'reward',
    label: 'Score',
    text: 'Reward model: learns to predict your ranking, does not write. A model of its own.'
  }
]
