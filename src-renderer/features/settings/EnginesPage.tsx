import type { EngineSettings } from '@contract/generation'
import { useAct, useCall } from '../../bridge'
import { ErrorNote } from '../../ui/ErrorNote'
import { RadioGroup } from '../../ui/Radio'
import { Segments } from '../../ui/Segments'
import { EmbeddedWriter } from './EmbeddedWriter'
import { ServerWriter } from './ServerWriter'
import { SettingRow, SettingsPage } from './SettingsPage'

/** Who writes the drafts: the built-in writer, or a server on this or another machine. */
export const EnginesPage = () => {
  const settings = useCall('engines.settings', {})
  return (
    <SettingsPage tab="engines">
      <h2 className="title">Who writes the drafts</h2>
      <p className="muted mt-1 mb-3">The default for every topic. A topic can choose for itself.</p>
      {settings.error && (
        <ErrorNote error={settings.error} onRetry={() => void settings.refetch()} />
      )}
      {settings.data && <Engines settings={settings.data} />}
    </SettingsPage>
  )
}

const Engines = ({ settings }: { settings: EngineSettings }) => {
  const writers = useCall('engines.writers', {})
  const update = useAct('engines.update')
  const choices = writers.data ?? []
  const choose = (engine: EngineSettings['writer']['engine']) => {
    const first = choices.find(({ writer }) => writer.engine === engine)
    if (first) update.mutate({ writer: first.writer })
  }
  return (
    <>
      <RadioGroup label="Writer" className="sheet" value={settings.writer.engine} onChange={choose}>
        <EmbeddedWriter settings={settings} choices={choices} />
        <ServerWriter settings={settings} choices={choices} />
      </RadioGroup>
      {writers.error && <ErrorNote className="mt-3" error={writers.error} />}
      {update.error && <ErrorNote className="mt-3" error={update.error} />}
      <div className="mt-4">
        <SettingRow
          title="Drafts a topic"
          text="Three are ranked with two keys. Four make more pairs and take longer to read."
        >
          <Segments
            label="Drafts a topic"
            value={String(settings.draftsPerTopic)}
            segments={[
              { value: '2', label: 'Two' },
              { value: '3', label: 'Three' },
              { value: '4', label: 'Four' }
            ]}
            onChange={(value) => update.mutate({ draftsPerTopic: Number(value) })}
          />
        </SettingRow>
      </div>
    </>
  )
}
