import type { ReactNode } from 'react'
import type { Model } from '@contract/models'
import { useCall } from '../../bridge'
import { Status } from '../../ui/Status'
import { classes, size, whenDay } from '../../ui/words'

type ModelBoxProps = {
  model: Model
  /** It writes the drafts now. */
  on: boolean
  /** Nothing was made of it: no line leads on. */
  end?: boolean
}

/** One file or folder: what it is, how large, and whether it is still there. */
export const ModelBox = ({ model, on, end = false }: ModelBoxProps) => {
  const runs = useCall(
    'runs.list',
    {},
    { enabled: model.kind === 'adapter' || model.kind === 'reward' }
  )
  const run = runs.data?.find(({ id }) => id === model.runId)
  const title = titleOf(model)
  return (
    <div className={classes('node', on && 'on', end && 'end')} title={model.path}>
      <p className="med trunc name">{title}</p>
      <p className="small muted trunc">{detailOf(model, run ? `Run ${run.number}` : null)}</p>
      {model.missing && <Status kind="stop">File missing</Status>}
      {model.canaryAgrees === false && <Status kind="warn">Answers differ</Status>}
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
  if (kind === 'merged') return 'Full weights'
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
      return ['Reward', run, bytes].filter(Boolean).join(', ')
    case 'merged':
      return `${bytes}, ${whenDay(model.createdAt)}`
    case 'gguf':
      return model.canaryAgrees === false ? bytes : `${bytes}, ${canary(model.canaryAgrees)}`
  }
}

const canary = (agrees: boolean | null): string => (agrees === null ? 'not checked' : 'checked')
