import type { Proof as ProofOf } from '@contract/deployments'
import Markdown from './Markdown'
import './proof.css'
import { Status } from './Status'

type ProofProps = {
  proof: ProofOf | null
  /** Before it is asked. */
  question: string
  /** Of the base and of the tuned model, before they have answered. */
  names: { base: string; tuned: string }
  waiting: { base: string; tuned: string }
}

/** One question, asked of the base and of the tuned model where it stands. */
export const Proof = ({ proof, question, names, waiting }: ProofProps) => (
  <section aria-label="The proof">
    <h3 className="h">The proof</h3>
    <p className="small muted mt-0.5 mb-3">One question, asked of both at temperature 0.</p>
    <div className="sheet proof">
      <p className="question">{proof?.question ?? question}</p>
      <Answer
        label={proof?.base ? `${proof.base.model}, base` : names.base}
        text={proof ? (proof.base?.text ?? null) : undefined}
        waiting={proof ? 'It could not be asked.' : waiting.base}
      />
      <Answer
        label={proof?.tuned.model ?? names.tuned}
        text={proof?.tuned.text}
        waiting={waiting.tuned}
      />
    </div>
  </section>
)

/** It may scroll in its place, which the keys must reach. */
const isLong = (text: string): boolean => text.length > 300 || text.split('\n').length > 5

type AnswerProps = { label: string; text: string | null | undefined; waiting: string }

const Answer = ({ label, text, waiting }: AnswerProps) => (
  <div>
    <p className="small faint name mb-1">{label}</p>
    {typeof text === 'string' ? (
      // A base that talks on would push the tuned answer out of sight.
      <div
        className="read sm selectable answer"
        tabIndex={isLong(text) ? 0 : undefined}
        role="group"
        aria-label={`What ${label} answered`}
      >
        <Markdown text={text} />
      </div>
    ) : (
      <p className="faint py-0.5">{waiting}</p>
    )}
  </div>
)

type ProofFiguresProps = {
  proof: ProofOf
  /** Such as “Name in LM Studio”. */
  nameLabel: string
}

/** How fast it answered, and under which name. */
export const ProofFigures = ({ proof, nameLabel }: ProofFiguresProps) => {
  const { tokensPerSecond, firstTokenMs } = proof.tuned
  return (
    <dl className="kv">
      {tokensPerSecond !== null && (
        <>
          <dt>Speed</dt>
          <dd>{Math.round(tokensPerSecond)} tok/s</dd>
        </>
      )}
      {firstTokenMs !== null && (
        <>
          <dt>First word</dt>
          <dd>{(firstTokenMs / 1000).toFixed(1)} s</dd>
        </>
      )}
      <dt>{nameLabel}</dt>
      <dd className="name selectable">{proof.echoedModel}</dd>
    </dl>
  )
}

/** What was looked at in the answer, and what was found. */
export const ProofChecks = ({ proof }: { proof: ProofOf }) => (
  <ul className="checked stack s2" aria-label="What the answer shows">
    {proof.checks.map(({ name, passed, detail }) => (
      <li key={name}>
        <Status kind={passed ? 'ok' : 'stop'}>{detail}</Status>
      </li>
    ))}
  </ul>
)
