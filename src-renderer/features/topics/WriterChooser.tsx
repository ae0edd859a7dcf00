import { Link } from 'wouter'
import type { ServerName, ServerStatus, Writer } from '@contract/generation'
import type { Topic } from '@contract/topics'
import { useAct, useCall } from '../../bridge'
import { ErrorNote } from '../../ui/ErrorNote'
import { Select } from '../../ui/Select'
import { engineName, modelName, writerKey } from '../../ui/writers'
import { groupedOptions, whyNot } from './engine-groups'
import { ServerTrouble } from './ServerTrouble'
import type { Writing, WritingSettings } from './useWriting'

type WriterChooserProps = { topic: Topic; writing: Writing; settings: WritingSettings }

/** The model that writes the next drafts, among all that the engines offer. */
export const WriterChooser = ({ topic, writing, settings }: WriterChooserProps) => {
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
          if (choice) writing.setSettings({ writer: choice.writer })
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
      {writer && current && <WhoseWriter {...{ topic, writing, writer }} />}
      <p className="small mt-2">
        <Link href="/settings/engines">Engines and the default writer</Link>
      </p>
    </section>
  )
}

type WhoseWriterProps = { topic: Topic; writing: Writing; writer: Writer }

/** Whether the persona has it for its own, and if not, the way to make it so. */
const WhoseWriter = ({ topic, writing, writer }: WhoseWriterProps) => {
  const persona = useCall('personas.get', { id: topic.personaId })
  const keep = useAct('personas.setWriter')
  const { defaults, own } = writing
  const changed = defaults?.writer == null || writerKey(defaults.writer) !== writerKey(writer)
  if (!changed) return own && <p className="small faint mt-1">The persona’s own writer.</p>
  if (!persona.data) return null
  const { id, draftsPerTopic } = persona.data
  return (
    <>
      <p className="small faint mt-1">
        For drafts written from this page.{' '}
        <button
          type="button"
          className="textlink"
          disabled={keep.isPending}
          onClick={() => keep.mutate({ id, writer, draftsPerTopic })}
        >
          Keep it for this persona
        </button>
      </p>
      {keep.error && <ErrorNote className="mt-2" error={keep.error} />}
    </>
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
