import type { LocalServer, ServerCall } from '@contract/server'
import { Table, type Column } from '../../../ui/Table'
import { duration, figure, when } from '../../../ui/words'

/** Who called: the last hundred requests, without what was asked or answered. */
export const Callers = ({ server }: { server: LocalServer }) => (
  <section className="mt-8">
    <h2 className="title">Who called</h2>
    <p className="muted mt-1 mb-3">
      {server.calls.length === 0
        ? 'Nobody yet.'
        : 'The last hundred requests since the start of the app. What was asked is not kept.'}
    </p>
    {server.calls.length > 0 && (
      <Table
        label="Requests"
        density="dense"
        columns={columns}
        rows={server.calls}
        keyOf={({ at, path, client, elapsedMs }) => [at, path, client, elapsedMs].join(' ')}
      />
    )}
  </section>
)

const columns: Column<ServerCall>[] = [
  { name: 'When', cell: ({ at }) => when(at) },
  {
    name: 'Request',
    cell: ({ method, path }) => <span className="mono">{`${method} ${path}`}</span>
  },
  { name: 'Program', wide: true, cell: (call) => programOf(call) },
  { name: 'Model', minor: true, cell: ({ model }) => model ?? '' },
  { name: 'Tokens', numeric: true, cell: ({ tokens }) => (tokens === null ? '' : figure(tokens)) },
  {
    name: 'Took',
    numeric: true,
    cell: ({ elapsedMs }) => (elapsedMs < 1000 ? `${String(elapsedMs)} ms` : duration(elapsedMs))
  },
  { name: 'Status', numeric: true, cell: ({ status }) => status }
]

const programOf = ({ client, refused }: ServerCall): string =>
  [client || 'unknown', refused].filter((part) => part !== null).join(': ')
