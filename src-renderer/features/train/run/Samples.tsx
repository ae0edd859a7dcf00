import { useEffect, useRef } from 'react'
import type { TrainerEvent } from '@contract/trainer-events'
import { Changes } from '../../../ui/Changes'
import { useKept } from '../../../ui/kept'
import { Segments } from '../../../ui/Segments'
import { changesOf } from '../../../ui/word-diff'
import { count } from '../../../ui/words'
import { stageLabel } from '../words'
import { sampleRows, type Sample, type SampleRow } from './samples'

type Against = 'none' | 'before' | 'first'

const choices: { value: Against; label: string }[] = [
  { value: 'none', label: 'Text' },
  { value: 'before', label: 'Since the one before' },
  { value: 'first', label: 'Since the first' }
]

/** What it writes on the same prompts as it learns, one look beside the other. */
export const Samples = ({ events }: { events: readonly TrainerEvent[] }) => {
  const [kept, setKept] = useKept<string>('run samples against', 'none')
  const rows = sampleRows(events)
  if (rows.length === 0) return null
  const against = choices.find(({ value }) => value === kept)?.value ?? 'none'
  const looks = Math.max(...rows.map(({ samples }) => samples.length))
  return (
    <section className="sec mt-8" aria-label="What it writes">
      <div className="head">
        <h2>
          What it writes <span className="small faint">{count(looks, 'look')}</span>
        </h2>
        {looks > 1 && (
          <Segments label="Show changes" value={against} segments={choices} onChange={setKept} />
        )}
      </div>
      {rows.map((row) => (
        <Row key={row.prompt} row={row} against={against} />
      ))}
    </section>
  )
}

const Row = ({ row: { prompt, samples }, against }: { row: SampleRow; against: Against }) => {
  const strip = useRef<HTMLOListElement>(null)
  // The newest look is the one to see; it comes in at the right.
  useEffect(() => {
    strip.current?.scrollTo({ left: strip.current.scrollWidth })
  }, [samples.length])
  const first = samples[0]
  return (
    <article className="mt-4">
      <h3 className="med trunc" title={prompt}>
        {prompt}
      </h3>
      <ol className="sample-strip" ref={strip} tabIndex={0} aria-label={`Drafts on ${prompt}`}>
        {samples.map((sample, index) => (
          <Look
            key={`${sample.stage} ${String(sample.step)}`}
            sample={sample}
            before={
              against === 'none' ? undefined : against === 'first' ? first : samples[index - 1]
            }
          />
        ))}
      </ol>
    </article>
  )
}

const Look = ({ sample, before }: { sample: Sample; before: Sample | undefined }) => {
  const { stage, step, text } = sample
  return (
    <li>
      <p className="cap faint">
        {stageLabel(stage)}, {step === 0 ? 'before the first step' : `step ${String(step)}`}
      </p>
      <p className="read sm mt-1 whitespace-pre-wrap">
        {before === undefined || before === sample ? (
          text
        ) : before.text === text ? (
          <span className="muted">The same.</span>
        ) : (
          <Changes changes={changesOf(before.text, text)} />
        )}
      </p>
    </li>
  )
}
