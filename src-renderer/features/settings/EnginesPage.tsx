import type { EngineSettings, Writer, WriterChoice } from '@contract/generation'
import { useAct, useCall } from '../../bridge'
import { ErrorNote } from '../../ui/ErrorNote'
import { RadioGroup } from '../../ui/Radio'
import { Segments } from '../../ui/Segments'
import { EmbeddedWriter } from './EmbeddedWriter'
import { LmStudioWriter } from './LmStudioWriter'
import { ServerWriter } from './ServerWriter'
import { SettingRow, SettingsPage } from './SettingsPage'

/** Who writes the drafts: LM Studio, the built-in writer, or a server somewhere else. */
export const EnginesPage = () => {
  const settings = useCall('engines.settings', {})
  return (
    <SettingsPage tab="engines">
      <h2 className="title">Who writes the drafts</h2>
      <p className="muted mt-1 mb-3">Each persona can choose for itself. This is the default.</p>
      {settings.error && (
        <ErrorNote error={settings.error} onRetry={() => void settings.refetch()} />
      )}
      {settings.data && <Engines settings={settings.data} />}
    </SettingsPage>
  )
}

type Row = 'lmstudio' | 'embedded' | 'other'

const Engines = ({ settings }: { settings: EngineSettings }) => {
  const writers = useCall('engines.writers', {})
  const update = useAct('engines.update')
  const choices = writers.data ?? []
  const choose = (row: Row) => {
    const writer = firstOf(choices, row)
    if (writer) update.mutate({ writer })
  }
  return (
    <>
      <RadioGroup<Row | ''>
        label="Writer"
        className="sheet"
        value={settings.writer ? rowOf(settings.writer) : ''}
        onChange={(row) => {
          if (row !== '') choose(row)
        }}
      >
        <LmStudioWriter settings={settings} />
        <EmbeddedWriter settings={settings} choices={choices} />
        <ServerWriter settings={settings} />
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

const rowOf = (writer: Writer): Row => (writer.engine === 'embedded' ? 'embedded' : writer.server)

/** Of a server's models one that is loaded, as it writes at once. */
const firstOf = (choices: WriterChoice[], row: Row): Writer | undefined => {
  const own = choices.filter(({ writer }) => rowOf(writer) === row)
  return (own.find(({ loaded }) => loaded === true) ?? own[0])?.writer
}
