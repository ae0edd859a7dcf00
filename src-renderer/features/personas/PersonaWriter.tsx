import { useState } from 'react'
import type { EngineSettings } from '@contract/generation'
import type { Persona } from '@contract/personas'
import { useAct, useCall } from '../../bridge'
import { Button } from '../../ui/Button'
import { ErrorNote } from '../../ui/ErrorNote'
import { Segments } from '../../ui/Segments'
import { Select } from '../../ui/Select'
import { engineName, modelName, writerKey, writerOptions } from '../../ui/writers'

/** Who writes this persona's drafts: the default of the settings, or a writer of its own. */
export const PersonaWriter = ({ persona }: { persona: Persona }) => {
  const [changing, setChanging] = useState(false)
  const settings = useCall('engines.settings', {})
  if (!settings.data) return null
  return (
    <section>
      <div className="row between mb-1.5">
        <h3 className="h">Writer</h3>
        <span className="-mr-3">
          <Button
            look="quiet"
            aria-label={changing ? 'Done with the writer' : 'Change the writer'}
            onClick={() => setChanging(!changing)}
          >
            {changing ? 'Done' : 'Change'}
          </Button>
        </span>
      </div>
      {changing ? (
        <Choices persona={persona} settings={settings.data} />
      ) : (
        <Facts persona={persona} settings={settings.data} />
      )}
    </section>
  )
}

type PartProps = { persona: Persona; settings: EngineSettings }

const Facts = ({ persona, settings }: PartProps) => {
  const writers = useCall('engines.writers', {})
  const writer = persona.writer ?? settings.writer
  const model = writer && modelName(writer, writers.data ?? [])
  return (
    <>
      <dl className="kv">
        <dt>Engine</dt>
        <dd className="name">{writer ? engineName(writer) : 'none yet'}</dd>
        <dt>Model</dt>
        <dd className="name">{model ?? (writer ? 'unknown' : 'none yet')}</dd>
        <dt>Drafts a topic</dt>
        <dd>{persona.draftsPerTopic ?? settings.draftsPerTopic}</dd>
      </dl>
      {persona.writer && <p className="hint">Its own, whatever the default is.</p>}
    </>
  )
}

/** Both apply at once. */
const Choices = ({ persona, settings }: PartProps) => {
  const { id, writer, draftsPerTopic } = persona
  const writers = useCall('engines.writers', {})
  const set = useAct('personas.setWriter')
  const choices = writers.data ?? []
  const usual = settings.writer && modelName(settings.writer, choices)
  const known =
    writer === null || choices.some((choice) => writerKey(choice.writer) === writerKey(writer))
  const choose = (key: string) => {
    const chosen = choices.find((choice) => writerKey(choice.writer) === key)
    set.mutate({ id, draftsPerTopic, writer: chosen?.writer ?? null })
  }
  return (
    <div className="stack s3">
      <Select
        label="Writer of this persona"
        value={writer ? writerKey(writer) : DEFAULT}
        options={[
          { value: DEFAULT, label: 'The default', ...(usual ? { detail: usual } : {}) },
          ...(known
            ? []
            : [
                {
                  value: writerKey(writer),
                  label: modelName(writer, choices) ?? 'A model that is not here',
                  detail: 'does not answer now',
                  group: engineName(writer)
                }
              ]),
          ...writerOptions(choices)
        ]}
        onChange={choose}
      />
      <div>
        <p className="label mb-1.5">Drafts a topic</p>
        <Segments
          label="Drafts a topic"
          value={draftsPerTopic === null ? DEFAULT : String(draftsPerTopic)}
          segments={[
            { value: DEFAULT, label: `Default, ${settings.draftsPerTopic}` },
            { value: '2', label: '2' },
            { value: '3', label: '3' },
            { value: '4', label: '4' }
          ]}
          onChange={(value) =>
            set.mutate({ id, writer, draftsPerTopic: value === DEFAULT ? null : Number(value) })
          }
        />
      </div>
      <p className="hint">For the next drafts. Those that are there keep their writer.</p>
      {writers.error && <ErrorNote error={writers.error} onRetry={() => void writers.refetch()} />}
      {set.error && <ErrorNote error={set.error} />}
    </div>
  )
}

const DEFAULT = 'default'
