import { Check, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Spinner } from './Spinner'
import { classes } from './words'

export type Step = {
  key: string
  state: 'done' | 'now' | 'todo' | 'fail'
  title: ReactNode
  text?: ReactNode
  /** At the right: how long, how much. */
  figure?: ReactNode
  /** Under the text: the repair of a failed step. */
  extra?: ReactNode
}

/** What has been done, what is being done, what is to do; a failed step holds its repair. */
export const Steps = ({ steps, tight = false }: { steps: Step[]; tight?: boolean }) => (
  <ol className={classes('steps', tight && 'tight')}>
    {steps.map((step, index) => (
      <li
        key={step.key}
        className={step.state}
        aria-current={step.state === 'now' ? 'step' : undefined}
      >
        <span className="b">{badge(step.state, index)}</span>
        <div className="min-w-0">
          <p className="t">
            {step.title}
            <span className="vh">, {words[step.state]}</span>
          </p>
          {step.text && <p className="d">{step.text}</p>}
          {step.extra}
        </div>
        <span className="x">{step.figure}</span>
      </li>
    ))}
  </ol>
)

const badge = (state: Step['state'], index: number) => {
  if (state === 'done') return <Check />
  if (state === 'fail') return <X />
  return state === 'now' ? <Spinner /> : index + 1
}

const words = { done: 'done', now: 'in progress', todo: 'to do', fail: 'failed' }
