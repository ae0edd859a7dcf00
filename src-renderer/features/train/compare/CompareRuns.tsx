import { useState } from 'react'
import { Stage } from '@contract/run-settings'
import type { Comparison } from '@contract/run-history'
import type { Run } from '@contract/training'
import { useCall } from '../../../bridge'
import Chart from '../../../ui/Chart'
import type { ChartSeries } from '../../../ui/chart-data'
import { ErrorNote } from '../../../ui/ErrorNote'
import { Segments } from '../../../ui/Segments'
import { stageLabel } from '../words'
import { Differences } from './Differences'
import { curvesInWords } from './curves-in-words'
import { looks } from './looks'

type CompareRunsProps = {
  /** In the order in which their lines are drawn. */
  runs: Run[]
}

/** Runs side by side: their curves in one chart, what differs, what they wrote on the same topics. */
export const CompareRuns = ({ runs }: CompareRunsProps) => {
  const found = useCall('runs.compare', { ids: runs.map(({ id }) => id) }, { keepPrevious: true })
  if (found.error) {
    return <ErrorNote className="mt-6" error={found.error} onRetry={() => void found.refetch()} />
  }
  if (!found.data) return null
  return (
    <section aria-label="Comparison">
      <div className="compare">
        <Curves runs={runs} comparison={found.data} />
        <Differences runs={runs} comparison={found.data} />
      </div>
      <Samples runs={runs} samples={found.data.samples} />
    </section>
  )
}

const Curves = ({
  runs,
  comparison: { curves }
}: CompareRunsProps & { comparison: Comparison }) => {
  const stages = Stage.options.filter((stage) =>
    curves.some(({ points }) => points.some((point) => point.stage === stage))
  )
  const [asked, setAsked] = useState<Stage | null>(null)
  // What the run is about, as a rule: the preference.
  const stage = stages.find((one) => one === (asked ?? 'dpo')) ?? stages[0]
  if (stage === undefined) {
    return (
      <p className="muted">
        None of these runs was measured on held-out topics: there is no curve.
      </p>
    )
  }
  const series = seriesOf({ runs, curves, stage })
  return (
    <div>
      {stages.length > 1 && (
        <div className="mb-3">
          <Segments
            label="Stage"
            value={stage}
            segments={stages.map((value) => ({ value, label: stageLabel(value) }))}
            onChange={setAsked}
          />
        </div>
      )}
      <Chart
        key={stage}
        title="Eval loss"
        series={series}
        planned={100}
        along={along}
        height={330}
        format={threeDigits}
        words={curvesInWords(series)}
      />
    </div>
  )
}

type Asked = { runs: Run[]; curves: Comparison['curves']; stage: Stage }

const seriesOf = ({ runs, curves, stage }: Asked): ChartSeries[] =>
  runs.map(({ id, number }, index) => ({
    label: `Run ${number}`,
    look: looks[index] ?? 'grey',
    points: (curves.find(({ runId }) => runId === id)?.points ?? []).flatMap((point) =>
      point.stage === stage ? [[Math.round(point.share * 1000) / 10, point.loss] as const] : []
    )
  }))

/** Runs of other lengths lie over each other. */
const along = { name: 'at', format: (x: number): string => `${Math.round(x)}%` }

const threeDigits = (y: number): string => y.toFixed(3)

const Samples = ({ runs, samples }: CompareRunsProps & Pick<Comparison, 'samples'>) => {
  if (samples.length === 0) return null
  return (
    <section className="sec mt-8">
      <div className="head">
        <h2>What they write</h2>
        <span className="small faint">At the end of each run</span>
      </div>
      {samples.map(({ prompt, texts }) => (
        <article key={prompt} className="mt-4">
          <h3 className="med trunc" title={prompt}>
            {prompt}
          </h3>
          <div className="samples">
            {runs.map(({ id, number }, index) => (
              <div key={id}>
                <p className="cap faint">Run {number}</p>
                <p className="read sm mt-1 whitespace-pre-wrap">
                  {texts[index] ?? <span className="muted">It was not asked this.</span>}
                </p>
              </div>
            ))}
          </div>
        </article>
      ))}
    </section>
  )
}
