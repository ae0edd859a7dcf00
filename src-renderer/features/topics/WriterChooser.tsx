import type { ServerName, ServerStatus } from '@contract/generation'
import { Link } from 'wouter'
import { useCall } from '../../bridge'
import { ErrorNote } from '../../ui/ErrorNote'
import { Select } from '../../ui/Select'
import { engineName, modelName, writerKey } from '../../ui/writers'
import { groupedOptions, whyNot } from './engine-groups'
import { ServerTrouble } from './ServerTrouble'
import type { WritingSettings } from './useWriting'

type WriterChooserProps = {
  settings: WritingSettings
  onChange: (change: Partial<WritingSettings>) => void
}

/** The model that writes the next drafts, among all that the engines offer. */
export const WriterChooser = ({ settings, onChange }: WriterChooserProps) => {
  const writers = useCall('engines.writers', {})
  const lmStudio = useCall('engines.serverStatus', { server: 'lmstudio' })
  const other = useCall('engines.serverStatus', { server: 'other' })
  const servers = [lmStudio.data, other.data].filter((status) => status !== undefined)
  const choices = writers.data ?? []
  const { writer } = settings
  const key = writer && writerKey(writer)
  const current = choices.find((choice) => writerKey(choice.writer) === key)
  const chosenServer = writer?.engine === 'openai' ? writer.server : null
  return (
    <section>
      <h3 className="h mb-2.5">Writer</h3>
      <Select
        label="Writer"
        value={current ? key : null}
        placeholder={(writer && modelName(writer, choices)) ?? 'Choose a model'}
        options={groupedOptions(choices, servers)}
        onChange={(next) => {
          const choice = choices.find((one) => writerKey(one.writer) === next)
          if (choice) onChange({ writer: choice.writer })
        }}
      />
      <p className="small faint mt-2">
        {current && writer
          ? [engineName(writer), current.detail].filter(Boolean).join(', ')
          : sayMissing(settings, writers.isPending)}
      </p>
      {writers.error && (
        <ErrorNote className="mt-2" error={writers.error} onRetry={() => void writers.refetch()} />
      )}
      {servers.filter(hasTrouble).map((status) => (
        <ServerTrouble
          key={status.server}
          status={status}
          chosen={status.server === chosenServer}
        />
      ))}
      <p className="small mt-2">
        <Link href="/settings/engines">Engines and the default writer</Link>
      </p>
    </section>
  )
}

const hasTrouble = (status: ServerStatus): boolean =>
  whyNot(status) !== null && isExpected(status.server, status)

/** A server that nobody set up is no trouble: LM Studio may simply not be used here. */
const isExpected = (server: ServerName, { state }: ServerStatus): boolean =>
  state !== 'notSet' && !(server === 'lmstudio' && state === 'notInstalled')

const sayMissing = ({ writer }: WritingSettings, pending: boolean): string => {
  if (pending) return 'Looking for models.'
  return writer === null
    ? 'No engine has a model at the moment.'
    : `${engineName(writer)}. It does not offer this model now.`
}
