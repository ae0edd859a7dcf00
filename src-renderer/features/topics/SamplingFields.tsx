import { RotateCcw } from 'lucide-react'
import type { Sampling } from '@contract/generation'
import { Button } from '../../ui/Button'
import { Segments } from '../../ui/Segments'
import { Slider } from '../../ui/Slider'
import { figure } from '../../ui/words'
import { wordsOfTokens } from './estimate'
import type { WritingSettings } from './useWriting'

type SamplingFieldsProps = {
  settings: WritingSettings
  defaults: WritingSettings
  onChange: (change: Partial<WritingSettings>) => void
}

/** How many drafts and how freely they are written, each setting with what it does to the text. */
export const SamplingFields = ({ settings, defaults, onChange }: SamplingFieldsProps) => {
  const { sampling } = settings
  const sample = (change: Partial<Sampling>) => onChange({ sampling: { ...sampling, ...change } })
  const changed = settings.count !== defaults.count || !sameSampling(sampling, defaults.sampling)
  return (
    <>
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
      <section className="stack s4">
        <h3 className="h">Sampling</h3>
        <Slider
          label="Temperature"
          value={sampling.temperature}
          min={0}
          max={2}
          step={0.05}
          places={2}
          hint="Higher surprises more and strays sooner. At 0 it always takes the likeliest word."
          onChange={(temperature) => sample({ temperature })}
        />
        <Slider
          label="Top p"
          value={sampling.topP}
          min={0.05}
          max={1}
          step={0.05}
          places={2}
          hint="Chooses among the likeliest words that make up this share. Lower is plainer."
          onChange={(topP) => sample({ topP })}
        />
        <Slider
          label="Min p"
          value={sampling.minP}
          min={0}
          max={0.5}
          step={0.01}
          places={2}
          hint="Drops words this much less likely than the best one. Higher is safer."
          onChange={(minP) => sample({ minP })}
        />
        <Slider
          label="Length"
          value={sampling.maxTokens}
          min={50}
          max={2000}
          most={8192}
          step={50}
          unit="tokens"
          hint={`At most about ${figure(wordsOfTokens(sampling.maxTokens))} words; a draft that is not done by then is cut short.`}
          onChange={(maxTokens) => sample({ maxTokens })}
        />
        <Button
          look="quiet"
          icon={<RotateCcw />}
          className="-ml-2.75"
          command="topic.defaults"
          off={!changed && 'Everything is as the settings have it.'}
          onClick={() => onChange({ sampling: defaults.sampling, count: defaults.count })}
        >
          Back to the defaults
        </Button>
      </section>
    </>
  )
}

const sameSampling = (a: Sampling, b: Sampling): boolean =>
  a.temperature === b.temperature &&
  a.topP === b.topP &&
  a.minP === b.minP &&
  a.maxTokens === b.maxTokens
