import type { ServerModel as Model, ServerName } from '@contract/generation'
import { useAct } from '../../bridge'
import { ErrorNote } from '../../ui/ErrorNote'
import { Select } from '../../ui/Select'

type ServerModelProps = { server: ServerName; models: Model[]; model: string | null }

/** Which of a server's models writes; choosing one makes it the default writer. */
export const ServerModel = ({ server, models, model }: ServerModelProps) => {
  const update = useAct('engines.update')
  return (
    <div>
      <p className="med mb-1">Model</p>
      <Select
        label="Model of the server"
        value={model}
        // A model that is gone is still the one that was chosen.
        placeholder={model ?? 'Choose a model'}
        options={models.map(({ id, name, detail, loaded }) => ({
          value: id,
          label: name,
          detail: [detail, loaded === true && 'loaded'].filter(Boolean).join(', ')
        }))}
        onChange={(next) => update.mutate({ writer: { engine: 'openai', server, model: next } })}
      />
      {update.error && <ErrorNote className="mt-2" error={update.error} />}
    </div>
  )
}
