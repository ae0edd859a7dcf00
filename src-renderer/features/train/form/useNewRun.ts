import { Preset, Stage } from '@contract/run-settings'
import { runCalls, type LearnFrom, type Run } from '@contract/training'
import type { UseQueryResult } from '@tanstack/react-query'
import type { CallInput, CallOutput } from '@contract/calls'
import type { Model } from '@contract/models'
import { useCall } from '../../../bridge'
import { keep, useKept } from '../../../ui/kept'
import { ruleOf } from '../../../ui/useCheck'
import { changesOf, type Typed } from './overrides'

export const everyone = 'everyone'

type Answer = UseQueryResult<CallOutput<'runs.preview'>>

export type NewRun = {
  /** Id of a persona, or `everyone`. */
  persona: string
  setPersona: (id: string) => void
  bases: Model[]
  /** Runs whose adapter another can begin with. */
  continuable: Run[]
  continued: Run | null
  /** Id of the base model or of the run that it begins with. */
  from: string | null
  setFrom: (id: string) => void
  learnFrom: LearnFrom
  setLearnFrom: (which: LearnFrom) => void
  preset: Preset
  setPreset: (preset: Preset) => void
  stages: readonly Stage[]
  setStages: (stages: readonly Stage[]) => void
  typed: Typed
  setTyped: (typed: Typed) => void
  name: string
  setName: (name: string) => void
  /** By the key of the field. */
  problems: Readonly<Record<string, string>>
  /** What the preset says by itself. */
  plain: Answer
  preview: Answer
  choices: CallInput<'runs.preview'>
  /** Of the run that would be started. */
  number: number
  /** Why it cannot be started now; null when it can. */
  notYet: string | null
}

/** All that the form of a new run holds and says. What is chosen stays over restarts until it is started. */
export const useNewRun = (): NewRun => {
  const [keptPersona, setPersona] = useKept('new run persona', everyone)
  const [from, setFrom] = useKept('new run from', '')
  const [keptPreset, setPreset] = useKept<string>('new run strength', 'recommended')
  const [keptStages, setStages] = useKept<readonly string[]>('new run stages', [])
  const [typed, setTyped] = useKept<Typed>('new run settings', {})
  const [name, setName] = useKept('new run name', '')
  const [learnFrom, setLearnFrom] = useKept<string>('new run rankings', 'all')
  const personas = useCall('personas.list', {})
  const models = useCall('models.list', {})
  const runs = useCall('runs.list', {})

  // It may have been deleted since.
  const gone = personas.data?.every(({ id }) => id !== keptPersona) ?? false
  const persona = gone ? everyone : keptPersona
  const bases = (models.data ?? []).filter(({ kind }) => kind === 'base')
  const continuable = (runs.data ?? []).filter(({ adapterId }) => adapterId !== null)
  const continued = continuable.find(({ id }) => id === from) ?? null
  const baseId = continued
    ? continued.baseModelId
    : (bases.find(({ id }) => id === from) ?? bases.find(({ missing }) => !missing))?.id
  const chosen = Stage.options.filter((stage) => keptStages.includes(stage))
  const preset = Preset.safeParse(keptPreset).data ?? 'recommended'
  const { overrides, problems } = changesOf(typed)
  const choices: CallInput<'runs.preview'> = {
    personaId: persona === everyone ? null : persona,
    ...(baseId === undefined ? {} : { baseModelId: baseId }),
    preset,
    ...(chosen.length === 0 ? {} : { stages: chosen }),
    continueFrom: continued?.id ?? null,
    learnFrom: continued !== null && learnFrom === 'new' ? 'new' : 'all'
  }
  // What the preset says by itself, to show what was changed; the same question when nothing was.
  const plain = useCall('runs.preview', { ...choices, overrides: {} }, { keepPrevious: true })
  const preview = useCall('runs.preview', { ...choices, overrides }, { keepPrevious: true })
  const shownName = name === '' ? (preview.data?.suggestedName ?? '') : name
  const nameProblem = checkName(shownName)
  return {
    persona,
    setPersona,
    bases,
    continuable,
    continued,
    from: continued?.id ?? baseId ?? null,
    setFrom,
    learnFrom: choices.learnFrom ?? 'all',
    setLearnFrom,
    preset,
    setPreset,
    stages: chosen.length > 0 ? chosen : (preview.data?.settings.stages ?? []),
    setStages,
    typed,
    setTyped,
    name: shownName,
    setName,
    problems,
    plain,
    preview,
    choices: { ...choices, overrides },
    number: Math.max(0, ...(runs.data ?? []).map((run) => run.number)) + 1,
    notYet: preview.data
      ? (preview.data.problems[0] ?? Object.values(problems)[0] ?? nameProblem)
      : 'Counting what there is.'
  }
}

/** Once it has begun, the next form is an empty one. */
export const forgetNewRun = (): void => {
  for (const what of ['persona', 'from', 'strength', 'stages', 'settings', 'name', 'rankings'])
    keep(`new run ${what}`, undefined)
}

/** The form for a run that goes on from what another has made, with the rankings made since. */
export const fillToGoOn = ({ id, personaId, preset }: Run): void => {
  forgetNewRun()
  keep('new run persona', personaId ?? undefined)
  keep('new run from', id)
  keep('new run strength', preset)
  keep('new run rankings', 'new')
}

export const checkName = ruleOf(runCalls['runs.start'].input.shape.name)
