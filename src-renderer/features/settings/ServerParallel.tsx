import type { Connection, ServerName } from '@contract/generation'
import { useAct } from '../../bridge'
import { ErrorNote } from '../../ui/ErrorNote'
import { Select } from '../../ui/Select'
import { capital, inWords } from '../../ui/words'

type ServerParallelProps = { server: ServerName; connection: Connection }

/** How many drafts a server writes at once. */
export const ServerParallel = ({ server, connection }: ServerParallelProps) => {
  const update = useAct('engines.update')
  return (
    <div>
      <p className="med mb-1">Drafts at once</p>
      <Select
        label="Drafts at once"
        value={String(connection.parallel)}
        options={[1, 2, 3, 4, 6, 8].map((parallel) => ({
          value: String(parallel),
          label: capital(inWords(parallel, 'draft'))
        }))}
        onChange={(next) => update.mutate({ server: { name: server, parallel: Number(next) } })}
      />
      <p className="hint">As many as the server has slots for; more only wait there.</p>
      {update.error && <ErrorNote className="mt-2" error={update.error} />}
    </div>
  )
}
