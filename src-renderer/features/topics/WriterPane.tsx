import { Link } from 'wouter'
import type { Sampling, WriterChoice } from '@contract/generation'
import { useCall } from '../../bridge'
import { ErrorNote } from '../../ui/ErrorNote'
import { Segments } from '../../ui/Segments'
import { Select } from '../../ui/Select'
import { Slider } from '../../ui/Slider'
import { figure } from '../../ui/words'
import type { WritingSettings } from './useWriting'

type WriterPaneProps = {
  settings: WritingSettings | null
  onChange: (change: Partial<WritingSettings>) => void
}

/** Who writes the next drafts, and how freely. */
export const WriterPane = ({ settings, onChange }: WriterPaneProps) => {
  const writers = useCall('engines.writers', {})
  if (!settings) return null
  const { sampling } = settings
  const sample = (change: Partial<Sampling>) => onChange({ sampling: { ...sampling, ...change } })
  const choices = writers.data ?? []
  const current = choices.find(
    (choice) => settings.writer !== null && sameWriter(choice.writer, settings.writer)
  )
  return (
    <>
      <section>
        <h3 className="h mb-2.5">Writer</h3>
        <Select
          label="Writer"
          value={current ? writerKey(current.writer) : null}
          placeholder={settings.writer ? nameOf(settings.writer) : 'No model yet'}
          options={choices.map(({ writer, name, detail }) => ({
            value: writerKey(writer),
            label: name,
            detail
          }))}
          onChange={(key) => {
            const choice = choices.find(({ writer }) => writerKey(writer) === key)
            if (choice) onChange({ writer: choice.writer })
          }}
        />
        <p className="small faint mt-2">{current?.detail ?? 'It does not answer now.'}</p>
        {writers.error && <ErrorNote className="mt-2" error={writers.error} />}
      </section>
      <section>
        <h3 className="h mb-2">Drafts</h3>
        <Segments
          label="Drafts a topic"
          value={String(settings.count)}
          segments={[
            { value: '2', label: 'Two' },
            { value: '3', label: 'Three' },
            { value: '4', label: 'Four' }
          ]}
          onChange={(value) => onChange({ count: Number(value) })}
        />
      </section>
      <section className="stack s3">
        <h3 className="h">Sampling</h3>
        <Slider
          label="Temperature"
          value={sampling.temperature}
          min={0}
          max={2}
          step={0.05}
          format={twoPlaces}
          onChange={(temperature) => sample({ temperature })}
        />
        <Slider
          label="Top p"
          value={sampling.topP}
          min={0.05}
          max={1}
          step={0.05}
          format={twoPlaces}
          onChange={(topP) => sample({ topP })}
        />
        <Slider
          label="Min p"
          value={sampling.minP}
          min={0}
          max={0.5}
          step={0.01}
          format={twoPlaces}
          onChange={(minP) => sample({ minP })}
        />
        <Slider
          label="Length, at most"
          value={sampling.maxTokens}
          min={50}
          max={2000}
          step={50}
          format={(tokens) => `${figure(tokens)} tokens`}
          onChange={(maxTokens) => sample({ maxTokens })}
        />
      </section>
      <p className="small faint">
        For the next drafts of a topic. Each draft has a seed of its own, stored with it.{' '}
        <Link href="/settings/engines">Choose the default writer</Link>
      </p>
    </>
  )
}

const twoPlaces = (value: number) => value.toFixed(2)

type WriterValue = WriterChoice['writer']

const writerKey = (writer: WriterValue) =>
  writer.engine === 'embedded' ? `embedded ${writer.modelId}` : `${writer.server} ${writer.model}`

const sameWriter = (a: WriterValue, b: WriterValue) => writerKey(a) === writerKey(b)

const nameOf = (writer: WriterValue) =>
  writer.engine === 'openai' ? writer.model : 'Built-in writer'
