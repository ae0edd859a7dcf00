import { Plus } from 'lucide-react'
import { Link, useLocation } from 'wouter'
import type { ErrorCode } from '@contract/errors'
import type { Run } from '@contract/training'
import { useCall } from '../../bridge'
import { LinkButton } from '../../ui/Button'
import { EmptyState } from '../../ui/EmptyState'
import { ErrorNote } from '../../ui/ErrorNote'
import { Page } from '../../ui/Page'
import { Checkbox } from '../../ui/Checkbox'
import { useKept } from '../../ui/kept'
import { Table } from '../../ui/Table'
import { classes, count, when } from '../../ui/words'
import { CompareRuns } from './compare/CompareRuns'
import { keyClass, looks } from './compare/looks'
import { finding } from './finding'
import { RunState } from './RunState'
import './train.css'
import { accuracyLine, dataLine, lossLine, methodLine } from './words'

/** All runs, newest first. */
export default function TrainPage() {
  const runs = useCall('runs.list', {})
  const list = runs.data?.toSorted((a, b) => b.number - a.number) ?? []
  const active = list.some(({ state }) => state.status === 'queued' || state.status === 'running')
  return (
    <Page
      title="Train"
      actions={
        list.length > 0 && (
          <LinkButton
            href="/train/new"
            look={active ? 'default' : 'primary'}
            icon={<Plus />}
            command="app.new"
          >
            New run
          </LinkButton>
        )
      }
    >
      {runs.error && <ErrorNote error={runs.error} onRetry={() => void runs.refetch()} />}
      {runs.data && list.length === 0 && <NoRuns />}
      {list.length > 0 && <Runs runs={list} />}
    </Page>
  )
}

const Runs = ({ runs }: { runs: Run[] }) => {
  const [, navigate] = useLocation()
  const [kept, setKept] = useKept<readonly string[]>('train compared', [])
  const { title, text } = finding(runs)
  // In the order in which they were chosen: the first keeps its colour.
  const compared = kept.flatMap((id) => runs.find((run) => run.id === id) ?? [])
  const toggle = (id: string, on: boolean) =>
    setKept(
      on
        ? [...compared.map((run) => run.id), id].slice(-looks.length)
        : kept.filter((other) => other !== id)
    )
  return (
    <>
      <div className="row between items-baseline gap-6">
        <h2 className="title">{title}</h2>
        {runs.length > 1 && (
          <span className="muted whitespace-nowrap">
            {compared.length < 2
              ? 'Choose two or more to compare'
              : `${compared.length} of ${count(runs.length, 'run')} compared`}
          </span>
        )}
      </div>
      {text && <p className="muted mt-1 mb-6">{text}</p>}
      <Table
        label="Runs"
        density="tall"
        rows={runs}
        keyOf={({ id }) => id}
        onOpen={({ id }) => navigate(`/train/${id}`)}
        selected={({ id }) => compared.some((run) => run.id === id)}
        columns={[
          {
            name: 'Compare',
            className: 'compare-cell',
            cell: ({ id, number }) => {
              const index = compared.findIndex((run) => run.id === id)
              return (
                // The row around it opens the run.
                <span className="legend" onClick={(event) => event.stopPropagation()}>
                  <Checkbox checked={index >= 0} onChange={(on) => toggle(id, on)}>
                    <span className="vh">Compare run {number}</span>
                  </Checkbox>
                  <i className={classes(index < 0 ? 'hidden' : keyClass[index])} />
                </span>
              )
            }
          },
          {
            name: 'Run',
            cell: ({ id, number }) => (
              <Link className="cell med" href={`/train/${id}`}>
                Run {number}
              </Link>
            )
          },
          { name: 'Model', wide: true, cell: ({ name }) => <span title={name}>{name}</span> },
          {
            name: 'State',
            cell: (run) => (
              <span className="row gap-2">
                <RunState run={run} />
                {!runs.some(({ continuedFrom }) => continuedFrom === run.id) && (
                  <ToMend run={run} />
                )}
              </span>
            )
          },
          {
            name: 'Method',
            minor: true,
            cell: (run) => <span className="muted">{methodLine(run)}</span>
          },
          {
            name: 'Learned from',
            minor: true,
            cell: ({ data }) => (
              <span className="muted" title={dataLine(data)}>
                {count(data.rankings, 'ranking')}
              </span>
            )
          },
          { name: 'Eval loss', numeric: true, cell: (run) => lossLine(run) ?? <Unknown /> },
          { name: 'Pairs right', numeric: true, cell: (run) => accuracyLine(run) ?? <Unknown /> },
          {
            name: 'Begun',
            numeric: true,
            minor: true,
            cell: ({ createdAt }) => <span className="muted">{when(createdAt)}</span>
          }
        ]}
      />
      {compared.length > 1 && <CompareRuns runs={compared} />}
    </>
  )
}

/** To where the run's own page offers what would end well; gone once a run took it up. */
const ToMend = ({ run: { id, number, state } }: { run: Run }) =>
  state.status === 'failed' && (
    <Link
      className="lnk"
      href={`/train/${id}`}
      aria-label={`${mending(state.error.code)}: run ${String(number)}`}
    >
      {mending(state.error.code)}
    </Link>
  )

const mending = (code: ErrorCode): string => {
  if (code === 'out_of_memory') return 'Retry smaller'
  return code === 'diverged' ? 'Retry slower' : 'See what to do'
}

const Unknown = () => <span className="faint">–</span>

/** What a first run needs, counted. */
const NoRuns = () => {
  const preview = useCall('runs.preview', {})
  if (preview.error) {
    return <ErrorNote error={preview.error} onRetry={() => void preview.refetch()} />
  }
  if (!preview.data) return null
  const { data, problems, pythonReady } = preview.data
  const enough = problems.length === 0 || (problems.length === 1 && !pythonReady)
  return (
    <EmptyState
      title="No runs yet"
      actions={
        enough ? (
          <LinkButton href="/train/new" look="primary" icon={<Plus />} command="home.next">
            New run
          </LinkButton>
        ) : (
          <LinkButton href="/rank" look="primary" command="home.next">
            Rank drafts
          </LinkButton>
        )
      }
    >
      A run teaches a model your taste from what you ranked. You have{' '}
      {count(data.rankings, 'ranking')}, which make {count(data.pairs, 'pair')}.{' '}
      {enough
        ? 'That is enough to start; more make it surer.'
        : (problems[0] ?? 'About two dozen rankings make a first run useful.')}
    </EmptyState>
  )
}
