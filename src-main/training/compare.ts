import type { Comparison } from '@contract/run-history'
import type { Stage } from '@contract/run-settings'
import type { TrainerEvent } from '@contract/trainer-events'
import type { Run } from '@contract/training'

type Told = { run: Run; events: readonly TrainerEvent[] }

/** Runs side by side: what differs in their settings, their curves, and what they wrote at the end. */
export function compareRuns(told: readonly Told[]): Comparison {
  const facts = told.map(({ run }) => factsOf(run))
  const keys = [...new Set(facts.flatMap((fact) => Object.keys(fact)))]
  return {
    differences: keys.flatMap((key) => {
      const values = facts.map((fact) => fact[key] ?? null)
      return new Set(values).size > 1 ? [{ key, values }] : []
    }),
    curves: told.map(({ run, events }) => ({
      runId: run.id,
      points: events.flatMap((event) =>
        event.type === 'metric' && event.split === 'heldOut'
          ? [
              {
                stage: event.stage,
                step: event.step,
                share: shareOf(events, event.stage, event.step),
                loss: event.loss,
                preferenceAccuracy: event.preferenceAccuracy ?? null
              }
            ]
          : []
      )
    })),
    samples: samplesOf(told)
  }
}

/** Every setting by its path, and what it was trained on. */
function factsOf(run: Run): Record<string, string> {
  const { data, settings } = run
  return {
    baseModel: run.baseModelName,
    preset: run.preset,
    rankings: String(data.rankings),
    pairs: String(data.pairs),
    continuedFrom: run.continuedFrom ?? 'none',
    ...flatten('', usedSettings(settings))
  }
}

/** Without the settings of stages that the run does not have: they would differ and mean nothing. */
function usedSettings(settings: Run['settings']): object {
  if (settings === null) return {}
  const unused = (['sft', 'dpo', 'reward'] satisfies Stage[]).filter(
    (stage) => !settings.stages.includes(stage)
  )
  return Object.fromEntries(
    Object.entries(settings).filter(
      ([key]) => key !== 'preset' && !unused.some((stage) => stage === key)
    )
  )
}

function flatten(prefix: string, values: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]: [string, unknown]) =>
      value !== null && typeof value === 'object' && !Array.isArray(value)
        ? Object.entries(flatten(`${prefix}${key}.`, value))
        : [[`${prefix}${key}`, Array.isArray(value) ? value.join(', ') : String(value)]]
    )
  )
}

/** How far a stage had come, so that runs of other lengths lie over each other. */
function shareOf(events: readonly TrainerEvent[], stage: string, step: number): number {
  const begun = events.find((event) => event.type === 'stage' && event.stage === stage)
  const total = begun?.type === 'stage' ? begun.totalSteps : 0
  return total === 0 ? 0 : Math.min(1, step / total)
}

/** The last answer of each run to each prompt that any of them was asked; null where it was not. */
function samplesOf(told: readonly Told[]): Comparison['samples'] {
  const answers = told.map(({ events }) => {
    const last = new Map<string, string>()
    for (const event of events) if (event.type === 'sample') last.set(event.prompt, event.text)
    return last
  })
  const prompts = [...new Set(answers.flatMap((last) => [...last.keys()]))]
  return prompts.map((prompt) => ({
    prompt,
    texts: answers.map((last) => last.get(prompt) ?? null)
  }))
}
