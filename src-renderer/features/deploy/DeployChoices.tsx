import { RotateCw } from 'lucide-react'
import type { CallInput } from '@contract/calls'
import type { DeployPlan, DeployTarget } from '@contract/deployments'
import { Button } from '../../ui/Button'
import { TextField } from '../../ui/Field'
import { Note } from '../../ui/Note'
import { Segments } from '../../ui/Segments'
import { Select } from '../../ui/Select'
import { figure, size } from '../../ui/words'
import { LoadedList } from './AskToUnload'
import { targetNames } from './step-words'

type Made = Pick<CallInput<'deployments.start'>, 'quantization' | 'contextLength' | 'unload'>

/** What was chosen otherwise than the plan has it. */
export type Choices = {
  made?: Made
  /** As typed; undefined while it is the plan's. */
  context?: string
  problem?: string | undefined
}

type DeployChoicesProps = {
  plan: DeployPlan
  target: DeployTarget
  onTarget: (target: DeployTarget) => void
  choices: Choices
  onChange: (choices: Choices) => void
  onCommit: () => void
  /** The plan is made anew. */
  onAgain: () => void
}

/** The choices of a delivery, with what each means. */
export const DeployChoices = (props: DeployChoicesProps) => {
  const { plan, target, onTarget, choices, onChange, onCommit, onAgain } = props
  const { made = {} } = choices
  const change = (part: Made) => onChange({ ...choices, made: { ...made, ...part } })
  const unload = made.unload ?? []
  const absent = target !== 'folder' && !plan.targetState.ready
  const further = [
    ...plan.problems.slice(1),
    ...(absent ? [`Open ${targetNames[target]} and look again, or choose a folder.`] : [])
  ]
  return (
    <form
      className="stack s4 mt-5"
      onSubmit={(event) => {
        event.preventDefault()
        if (choices.problem === undefined && plan.problems.length === 0) onCommit()
      }}
    >
      {/* Main says each in a sentence; without any of them it can start. */}
      {plan.problems.length > 0 && (
        <Note
          kind="stop"
          title={plan.problems[0]}
          actions={
            <Button icon={<RotateCw />} onClick={onAgain}>
              Look again
            </Button>
          }
        >
          {further.length > 0 && further.map((one) => <p key={one}>{one}</p>)}
        </Note>
      )}
      <Segments<DeployTarget>
        label="Where to"
        value={target}
        segments={[
          { value: 'lmstudio', label: 'LM Studio' },
          { value: 'ollama', label: 'Ollama' },
          { value: 'folder', label: 'A folder' }
        ]}
        onChange={onTarget}
      />
      {absent && plan.problems.length === 0 && (
        <Note kind="info" title={plan.targetState.sentence} />
      )}
      <div className="grid grid-cols-2 gap-4">
        <Quantization plan={plan} value={made.quantization} onChange={change} />
        {target !== 'folder' && <Context plan={plan} choices={choices} onChange={onChange} />}
      </div>
      {plan.loaded.length > 0 && (
        <fieldset>
          <legend className="med mb-1.5">Loaded now. Choose what steps down first.</legend>
          <LoadedList
            models={plan.loaded}
            chosen={unload}
            onChange={(id, on) =>
              change({ unload: on ? [...unload, id] : unload.filter((one) => one !== id) })
            }
          />
        </fieldset>
      )}
      <dl className="kv left small where-to">
        {plan.folder !== null && (
          <>
            <dt>Goes to</dt>
            <dd className="mono selectable">{plan.folder}</dd>
          </>
        )}
        <dt>Takes</dt>
        <dd>{sayRoom(plan)}</dd>
      </dl>
      {/* Return in a field starts it too. */}
      <button type="submit" className="vh" tabIndex={-1} aria-hidden="true" />
    </form>
  )
}

type QuantizationProps = {
  plan: DeployPlan
  value: Made['quantization']
  onChange: (part: Made) => void
}

const Quantization = ({ plan, value, onChange }: QuantizationProps) => {
  const all = plan.quantizations
  const chosen =
    all.find(({ quantization }) => quantization === (value ?? 'Q4_K_M')) ?? all[0] ?? null
  // A finished file is as it is.
  if (chosen === null) return null
  return (
    <div className="field">
      <span className="label">Quantization</span>
      <Select
        label="Quantization"
        value={chosen.quantization}
        disabled={all.length < 2}
        options={all.map(({ quantization, sizeBytes }) => ({
          value: quantization,
          label: quantization,
          detail: size(sizeBytes)
        }))}
        onChange={(next) => {
          const found = all.find(({ quantization }) => quantization === next)
          if (found) onChange({ quantization: found.quantization })
        }}
      />
      <p className="hint">
        {size(chosen.sizeBytes)}. {chosen.note}
      </p>
    </div>
  )
}

type ContextProps = {
  plan: DeployPlan
  choices: Choices
  onChange: (choices: Choices) => void
}

const Context = ({ plan, choices, onChange }: ContextProps) => {
  const typed = choices.context ?? figure(plan.contextLength)
  const type = (context: string) => {
    const tokens = tokensOf(context)
    const problem =
      tokens === null ? 'A context is a whole number of tokens, at least 512.' : undefined
    const contextLength = tokens === null ? {} : { contextLength: tokens }
    onChange({ ...choices, context, problem, made: { ...choices.made, ...contextLength } })
  }
  return (
    <TextField
      label="Context, in tokens"
      value={typed}
      onChange={type}
      inputMode="numeric"
      hint={plan.contextReason}
      problem={choices.problem ?? null}
    />
  )
}

/** `8,192` as people write it; null when it is none that a model can be loaded with. */
const tokensOf = (typed: string): number | null => {
  const plain = typed.replace(/[\s,.’]/g, '')
  if (!/^\d+$/.test(plain)) return null
  const tokens = Number(plain)
  return tokens >= 512 && tokens <= 1_048_576 ? tokens : null
}

const sayRoom = ({ placing, neededBytes, freeBytes }: DeployPlan): string => {
  const needs =
    neededBytes === 0 ? 'No more space than now.' : `${size(neededBytes)} while it is made.`
  const free = `${size(freeBytes)} is free.`
  const placed = {
    link: 'In its place it takes no more: it is a link on the same disk.',
    copy: 'The copy in its place is among them.',
    upload: 'Ollama keeps a copy of its own.'
  }[placing]
  return `${needs} ${placed} ${free}`
}
