import type { RunOverrides, RunSettings } from '@contract/run-settings'
import type { SmallerChange } from '@contract/training'

const SHORTEST = 256

/**
 * What would make a run take less memory, the change that costs least first: at most three. The
 * total of each is reckoned by the caller's function, with that change alone.
 */
export function smallerChanges(
  settings: RunSettings,
  {
    precision,
    totalWith
  }: {
    /** As it is resolved on this machine. */
    precision: 'fp32' | 'bf16'
    totalWith: (overrides: RunOverrides) => number | null
  }
): SmallerChange[] {
  const change = (title: string, cost: string, overrides: RunOverrides): SmallerChange => ({
    title,
    cost,
    overrides,
    totalBytes: totalWith(overrides)
  })
  const changes: SmallerChange[] = []
  const batched = settings.stages.filter(
    (stage) => stage !== 'dpo' && settings[stage].batchSize > 1
  )
  if (batched.length > 0) {
    const halved = Object.fromEntries(
      batched.map((stage) => [stage, { batchSize: Math.ceil(settings[stage].batchSize / 2) }])
    )
    changes.push(
      change('Half the batch', 'More and noisier steps; it takes a little longer.', halved)
    )
  }
  if (precision === 'fp32') {
    changes.push(
      change(
        'Base weights in bf16',
        'Half the weights and activations. Slower on processors without bf16 units, and DPO’s figures carry about a nat of noise.',
        { precision: 'bf16' }
      )
    )
  }
  if (settings.maxLength > SHORTEST) {
    const maxLength = Math.max(SHORTEST, Math.round(settings.maxLength / 2))
    changes.push(
      change(
        `Rows of at most ${String(maxLength)} tokens`,
        'Longer drafts are left out and nothing is learned from them.',
        { maxLength }
      )
    )
  }
  if (changes.length < 3 && settings.lora.r > 4) {
    const r = Math.ceil(settings.lora.r / 2)
    changes.push(
      change(
        `LoRA rank ${String(r)}`,
        'Less room for what is learned; small sets hardly need it.',
        {
          lora: { r, alpha: Math.ceil(settings.lora.alpha / 2) }
        }
      )
    )
  }
  return changes.slice(0, 3)
}
