import type { TrainerEvent } from '@contract/trainer-events'
import { stageLabel } from '../words'

type Sample = Extract<TrainerEvent, { type: 'sample' }>

/** What it wrote on the fixed topics: the first time it was asked, and the last. */
export const Samples = ({ events }: { events: readonly TrainerEvent[] }) => {
  const pairs = pairsOf(events)
  if (pairs.length === 0) return null
  return (
    <section className="sec mt-8">
      <div className="head">
        <h2>What it writes</h2>
        <span className="small faint">The same topics each time</span>
      </div>
      {pairs.map(({ prompt, first, last }) => (
        <article key={prompt} className="mt-4">
          <h3 className="med trunc" title={prompt}>
            {prompt}
          </h3>
          <div className="samples">
            {first !== last && <Answer sample={first} />}
            <Answer sample={last} />
          </div>
        </article>
      ))}
    </section>
  )
}

const Answer = ({ sample: { stage, step, text } }: { sample: Sample }) => (
  <div>
    <p className="cap faint">
      {stageLabel(stage)}, step {step}
    </p>
    <p className="read sm mt-1 whitespace-pre-wrap">{text}</p>
  </div>
)

const pairsOf = (events: readonly TrainerEvent[]) => {
  const samples = events.flatMap((event) => (event.type === 'sample' ? [event] : []))
  return [...new Set(samples.map(({ prompt }) => prompt))].flatMap((prompt) => {
    const own = samples.filter((sample) => sample.prompt === prompt)
    const [first, last] = [own[0], own.at(-1)]
    return first && last ? [{ prompt, first, last }] : []
  })
}
