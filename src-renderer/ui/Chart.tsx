import { ChartLine, Table2 } from 'lucide-react'
import { useEffect, useEffectEvent, useId, useRef, useState, type KeyboardEvent } from 'react'
import 'uplot/dist/uPlot.min.css'
import { announce } from './announce'
import { IconButton } from './Button'
import { at, type ChartSeries, type Plotted } from './chart-data'
import { mountPlot, type Plot } from './chart-plot'
import './chart.css'
import { classes } from './words'

type ChartProps = Plotted & {
  title: string
  /** Fixed sentences over the figures; shown under the chart and read as its description. */
  words: string
  /** For a chart in a narrow column: the sentence is for screen readers only. */
  quiet?: boolean
  height: number
  /** Charts of one key show their cursors in step. */
  sync?: string
}

/** Lines over the steps of a run. Arrow keys move the cursor, Shift moves ten. */
const Chart = ({ title, words, quiet = false, height, sync, ...plotted }: ChartProps) => {
  const [x, setX] = useState<number | null>(null)
  const [asTable, setAsTable] = useState(false)
  const described = useId()
  return (
    <figure className="chart" aria-label={title}>
      <div className="head">
        <h2>{title}</h2>
        <span className="row">
          <span className="tools">
            <IconButton
              label={asTable ? 'View as chart' : 'View as table'}
              onClick={() => setAsTable(!asTable)}
            >
              {asTable ? <ChartLine /> : <Table2 />}
            </IconButton>
          </span>
          <Legend plotted={plotted} x={x} />
        </span>
      </div>
      {asTable ? (
        <Figures title={title} plotted={plotted} height={height} />
      ) : (
        <Canvas
          key={plotted.series.map(({ label }) => label).join()}
          {...{ title, plotted, height, sync, described, onCursor: setX }}
        />
      )}
      <figcaption id={described} className={classes(quiet ? 'vh' : 'say')}>
        <b className="med">In words:</b> {words}
      </figcaption>
    </figure>
  )
}

export default Chart

type CanvasProps = {
  title: string
  plotted: Plotted
  height: number
  sync: string | undefined
  described: string
  onCursor: (x: number | null) => void
}

const Canvas = ({ title, plotted, height, sync, described, onCursor }: CanvasProps) => {
  const host = useRef<HTMLDivElement>(null)
  const plot = useRef<Plot>(null)
  const mount = useEffectEvent((into: HTMLDivElement) =>
    mountPlot({ host: into, plotted, height, sync, onCursor })
  )
  useEffect(() => {
    if (!host.current) return
    const mounted = mount(host.current)
    plot.current = mounted
    return () => {
      plot.current = null
      mounted.destroy()
    }
  }, [height, sync])
  useEffect(() => plot.current?.update(plotted))
  const onKeyDown = (event: KeyboardEvent) => {
    const step = moves[event.key]
    if (step === undefined) return
    event.preventDefault()
    const x = plot.current?.move(event.shiftKey ? step * 10 : step) ?? null
    if (x === null) return
    const values = valuesAt(plotted, x).map(({ label, text }) => `${label} ${text ?? 'none'}`)
    announce(`${sayX(plotted, x, 'Step')}: ${values.join(', ')}`)
  }
  return (
    <div
      ref={host}
      className="plot"
      role="img"
      aria-label={title}
      aria-describedby={described}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onBlur={() => plot.current?.leave()}
      style={{ height }}
    />
  )
}

const moves: Record<string, number> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  Home: -Infinity,
  End: Infinity
}

/** What each line says at x, or at its end. */
const valuesAt = ({ series, format }: Plotted, x: number | null) =>
  series.map(({ label, look, points }) => {
    const point = x === null ? points.at(-1) : at(points, x)
    return { label, look, text: point ? format(point[1]) : null }
  })

/** `step 12`, or what x is called here. */
const sayX = ({ along }: Plotted, x: number, step: string): string =>
  along ? `${along.name} ${along.format(x)}` : `${step} ${x}`

/** Names of the lines; with the cursor on the chart, their values there. */
const Legend = ({ plotted, x }: { plotted: Plotted; x: number | null }) => {
  const { series } = plotted
  const values = valuesAt(plotted, x)
  const single = series.length === 1
  return (
    <span className="legend tn">
      {x !== null && <span className="faint">{sayX(plotted, x, 'step')}</span>}
      {values.map(({ label, look, text }) => (
        <span key={label}>
          {!single && <i className={lookClass[look]} />}
          {!single && label}
          {(single || x !== null) && (
            <span className={classes(!single && 'strong-figure')}>{text}</span>
          )}
        </span>
      ))}
    </span>
  )
}

const lookClass: Record<ChartSeries['look'], string> = {
  trend: '',
  ink: '',
  blue: 'l2',
  ochre: 'l3',
  grey: 'l4 ds'
}

type FiguresProps = { title: string; plotted: Plotted; height: number }

/** The same points as a table. */
const Figures = ({ title, plotted: { series, format, along }, height }: FiguresProps) => {
  const steps = [...new Set(series.flatMap(({ points }) => points.map(([x]) => x)))]
  const byStep = series.map(({ points }) => new Map(points))
  return (
    <div className="figures" style={{ height }} tabIndex={0}>
      <table className="table dense" aria-label={title}>
        <thead>
          <tr>
            <th scope="col">{along ? 'Share' : 'Step'}</th>
            {series.map(({ label }) => (
              <th key={label} scope="col" className="num">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {steps
            .toSorted((a, b) => a - b)
            .map((step) => (
              <tr key={step}>
                <td className="tn">{along?.format(step) ?? step}</td>
                {byStep.map((points, index) => {
                  const y = points.get(step)
                  return (
                    <td key={series[index]?.label} className="num">
                      {y === undefined ? '' : format(y)}
                    </td>
                  )
                })}
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  )
}
