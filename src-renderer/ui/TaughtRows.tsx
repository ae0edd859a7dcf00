import type { TaughtRows as Taught } from '@contract/datasets'
import './taught.css'
import { count, inWords } from './words'

type TaughtRowsProps = {
  rows: Taught
  /** What a draft is called on this page, such as “B”; an edit is “Your edit” by itself. */
  nameOf: (draftId: string) => string
}

/**
 * What one ranking became: the pairs, the rows to imitate and the targets of the reward model, each
 * as it will stand in a dataset.
 */
export const TaughtRows = ({ rows, nameOf }: TaughtRowsProps) => {
  const { drafts, pairs, sft, rewards } = rows
  const named = (id: string) =>
    drafts.find((draft) => draft.id === id)?.edited ? 'Your edit' : nameOf(id)
  const textOf = (id: string) => drafts.find((draft) => draft.id === id)?.text ?? ''
  return (
    <div className="taught-room">
      <div className="taught">
        <section aria-label="Preference pairs" data-rows="pairs">
          <h3>{heading(pairs.length, 'pair')}</h3>
          <p className="why">To prefer, for DPO</p>
          <ul>
            {pairs.map(({ better, worse }) => (
              <li
                key={`${better} ${worse}`}
                title={`${opening(textOf(better))}\n\n${opening(textOf(worse))}`}
              >
                <span>
                  <b>{named(better)}</b> over {small(named(worse))}
                </span>
              </li>
            ))}
          </ul>
          {pairs.length === 0 && <p className="why">A tie teaches no preference.</p>}
        </section>
        <section aria-label="Reward rows" data-rows="rewards">
          <h3>{heading(rewards.length, 'reward')}</h3>
          <p className="why">Targets of the reward model</p>
          <ul>
            {rewards.map(({ draftId, score }) => (
              <li key={draftId}>
                <b>{named(draftId)}</b>
                <Scale score={score} />
                <span className="score">{signed(score)}</span>
              </li>
            ))}
          </ul>
        </section>
        <section aria-label="Supervised rows" data-rows="sft" className="grow">
          <h3>{heading(sft.length, 'answer')}</h3>
          <p className="why">To imitate, for supervised training</p>
          {sft.length > 0 && (
            <div className="supervised">
              {rows.prompt.map(({ role, content }, index) => (
                <Message key={index} role={roles[role]} text={content} />
              ))}
              {sft.map((id) => (
                <Message key={id} role={`Answer, ${small(named(id))}`} text={textOf(id)} />
              ))}
            </div>
          )}
          {sft.length === 0 && <p className="why">Nothing was good enough to imitate.</p>}
        </section>
      </div>
    </div>
  )
}

/** One message of the rows, in the order in which the model reads them; it opens to its whole text. */
const Message = ({ role, text }: { role: string; text: string }) => (
  <details>
    <summary>
      <span className="role">{role}</span>
      <span className="first trunc">{text}</span>
    </summary>
    <p className="selectable">{text}</p>
  </details>
)

const roles: Record<Taught['prompt'][number]['role'], string> = {
  system: 'Persona',
  user: 'Topic',
  assistant: 'Answer'
}

/** A dot between −1 and +1; the number beside it says the same. */
const Scale = ({ score }: { score: number }) => (
  <span className="scale" aria-hidden="true">
    <i style={{ left: `${((score + 1) / 2) * 100}%` }} />
  </span>
)

/** `+1`, `0`, `−0.33`. */
const signed = (score: number): string => {
  const size = Number(Math.abs(score).toFixed(2))
  if (size === 0) return '0'
  return `${score > 0 ? '+' : '−'}${size}`
}

const heading = (n: number, one: string): string => {
  const words = n === 0 ? `no ${count(0, one).slice(2)}` : inWords(n, one)
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** Letters stay capital; “Your edit” does not inside a line. */
const small = (name: string): string =>
  name.length > 1 ? name.charAt(0).toLowerCase() + name.slice(1) : name

const opening = (text: string): string =>
  text.length > 160 ? `${text.slice(0, 160).trimEnd()}…` : text
