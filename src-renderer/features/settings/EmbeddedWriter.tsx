import type { EngineSettings, WriterChoice } from '@contract/generation'
import { useAct, useCall } from '../../bridge'
import { ErrorNote } from '../../ui/ErrorNote'
import { Radio } from '../../ui/Radio'
import { Select } from '../../ui/Select'
import { Status } from '../../ui/Status'

type WriterProps = { settings: EngineSettings; choices: WriterChoice[] }

/** The model inside the app: needs nothing else. */
export const EmbeddedWriter = ({ settings, choices }: WriterProps) => {
  const status = useCall('engines.status', {})
  const update = useAct('engines.update')
  const own = choices.filter(({ writer }) => writer.engine === 'embedded')
  const active = settings.writer?.engine === 'embedded'
  const chosen = settings.writer?.engine === 'embedded' ? settings.writer.modelId : null
  const isThere = choices.some(
    ({ writer }) => writer.engine === 'embedded' && writer.modelId === chosen
  )
  return (
    <div className="border-t border-rule px-5 py-4">
      <div className="row min-h-7 gap-3">
        <Radio value="embedded" label="Built-in writer" disabled={own.length === 0} />
        <b className="strong">Built-in writer</b>
        {own.length === 0 && <Status kind="none">No model here yet</Status>}
        {own.length > 0 && !(active && status.data?.state === 'failed') && (
          <Status kind={active ? 'ok' : 'done'}>Ready, in the app</Status>
        )}
        {active && status.data?.state === 'failed' && <Status kind="stop">Stopped</Status>}
        <div className="ml-auto w-70">
          {own.length > 0 && (
            <Select
              label="Model of the built-in writer"
              value={isThere ? chosen : null}
              placeholder={(active ? null : own[0]?.name) ?? 'Choose another model'}
              options={own.flatMap(({ writer, name, detail }) =>
                writer.engine === 'embedded' ? [{ value: writer.modelId, label: name, detail }] : []
              )}
              onChange={(modelId) => update.mutate({ writer: { engine: 'embedded', modelId } })}
            />
          )}
        </div>
      </div>
      {active && status.data?.state === 'failed' && (
        <ErrorNote
          className="mt-3.5 ml-6.5"
          error={status.data.error}
          onRetry={() => void status.refetch()}
        />
      )}
      {update.error && <ErrorNote className="mt-3.5 ml-6.5" error={update.error} />}
    </div>
  )
}
