import type { ReactNode } from 'react'
import type { Model } from '@contract/models'
import type { Run } from '@contract/training'
import { useCall } from '../../bridge'
import { Meter } from '../../ui/Counts'
import { progressOf } from '../../ui/jobs'
import { Status } from '../../ui/Status'
import { classes, count, size, whenDay } from '../../ui/words'
import { openChecks } from './checks-store'
import { NameField } from './NameField'
import { useRenaming } from './renaming'

type ModelBoxProps = {
  model: Model
  /** It answers in another program, or writes the drafts now. */
  on: boolean
  /** Nothing was made of it: no line leads on. */
  end?: boolean
}

/** One file or folder: what it is, how large, and whether it is still there. */
export const ModelBox = ({ model, on, end = false }: ModelBoxProps) => {
  const renaming = useRenaming(({ id }) => id === model.id)
  const runs = useCall(
    'runs.list',
    {},
    { enabled: model.kind === 'adapter' || model.kind === 'reward' }
  )
  const run = runs.data?.find(({ id }) => id === model.runId)
  return (
    <div className={classes('node', on && 'on', end && 'end')} title={model.path}>
      {renaming ? <NameField model={model} /> : <p className="med trunc name">{titleOf(model)}</p>}
      <p className="small muted trunc tn">
        {detailOf(model, run ? `Run ${run.number}` : null)}
        {model.kind === 'gguf' && <Checked model={model} />}
      </p>
      {model.missing && <Status kind="stop">File missing</Status>}
      {failedChecks(model) > 0 && (
        <Status kind="warn">{count(failedChecks(model), 'check')} failed</Status>
      )}
    </div>
  )
}

/** A run that has not made its adapter yet, as far as it is. */
export const TrainingBox = ({ run }: { run: Run }) => {
  const job = useCall('jobs.get', { id: run.jobId })
  const progress = job.data ? progressOf(job.data.state) : null
  const waits = (job.data ?? run).state.status === 'queued'
  return (
    <div className="node">
      <p className="med trunc name">{run.name}</p>
      <p className="small muted trunc">
        Run {run.number}, {waits ? 'waiting' : 'training'}
      </p>
      {progress !== null && (
        <Meter className="mt-2" value={progress} label={`Training of ${run.name}`} />
      )}
    </div>
  )
}

/** Where the next file will stand. */
export const NoBox = ({ children }: { children: ReactNode }) => (
  <div className="node none">
    <p className="faint">{children}</p>
  </div>
)

const titleOf = ({ kind, name, quantization }: Model): string => {
  if (kind === 'merged') return 'bf16'
  return kind === 'gguf' ? (quantization ?? name) : name
}

const detailOf = (model: Model, run: string | null): string => {
  const bytes = size(model.sizeBytes)
  switch (model.kind) {
    case 'base':
      return [bytes, model.licence ?? model.quantization].filter(Boolean).join(', ')
    case 'adapter':
      return [run, bytes].filter(Boolean).join(', ')
    case 'reward':
      return [run, 'scores only'].filter(Boolean).join(', ')
    case 'merged':
      return `${bytes}, ${whenDay(model.createdAt)}`
    case 'gguf':
      return `${bytes}, `
  }
}

const Checked = ({ model }: { model: Model }) => {
  const known = model.checks.length > 0 || model.canaryAgrees !== null
  if (!known) return 'not checked'
  return (
    <button
      type="button"
      className="textlink quietly"
      aria-label={`checked: ${model.name}, ${model.quantization ?? 'GGUF'}`}
      onClick={() => openChecks(model.id)}
    >
      checked
    </button>
  )
}

const failedChecks = ({ checks, canaryAgrees }: Model): number => {
  const failed = checks.filter(({ passed }) => !passed).length
  return failed === 0 && checks.length === 0 && canaryAgrees === false ? 1 : failed
}
