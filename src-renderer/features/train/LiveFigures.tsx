import type { ReactNode } from 'react'
import type { Job } from '@contract/jobs'
import { useCall } from '../../bridge'
import { lowest } from '../../ui/chart-words'
import { isActive } from '../../ui/jobs'
import { classes, count, duration, when } from '../../ui/words'
import type { StageSeries } from './series'
import { stageLabel } from './words'

type LiveFiguresProps = { stage: StageSeries; job: Job; following: string[] }

/** The newest figure of everything that moves. */
export const LiveFigures = ({ stage, job, following }: LiveFiguresProps) => {
  const python = useCall('python.status', {})
  const { last, totalSteps, epochs, trainLoss, evalLoss, evalAccuracy, msPerStep } = stage
  const step = last?.step ?? 0
  const evalNow = evalLoss.at(-1)
  const best = lowest(evalLoss)
  const right = evalAccuracy.at(-1)
  const memory = last?.memoryMb
  const memoryTotal = python.data?.probe?.memoryMb
  return (
    <div className="live-figures">
      <Figure
        name="Step"
        value={String(step)}
        unit={`of ${totalSteps}`}
        under={
          last ? `epoch ${shortly(last.epoch)} of ${shortly(epochs)}` : count(stage.rows, 'row')
        }
      />
      <Figure
        name="Train loss"
        value={last ? last.loss.toFixed(3) : null}
        under={trainLoss[0] ? `was ${trainLoss[0][1].toFixed(3)}` : 'not yet'}
        minor
      />
      <Figure
        name="Eval loss"
        value={evalNow ? evalNow[1].toFixed(3) : null}
        under={
          best
            ? `best ${best[1].toFixed(3)} at ${best[0]}`
            : stage.heldOutRows === 0
              ? 'nothing held out'
              : 'not yet'
        }
      />
      {stage.name !== 'sft' && (
        <Figure
          name="Pairs it gets right"
          value={right ? `${Math.round(right[1] * 100)}%` : null}
          under={
            stage.heldOutRows === 0
              ? 'nothing held out'
              : `${count(stage.heldOutRows, 'topic')} held out`
          }
        />
      )}
      <Figure
        name="Speed"
        value={last?.tokensPerSecond == null ? null : String(Math.round(last.tokensPerSecond))}
        unit="tok/s"
        under={
          msPerStep === null ? 'not measured yet' : `${(msPerStep / 1000).toFixed(1)} s a step`
        }
      />
      <Left {...{ stage, job, following }} />
      <Figure
        name="Memory"
        value={memory == null ? null : gigabytes(memory).toFixed(1)}
        unit="GB"
        under={memoryTotal ? `of ${gigabytes(memoryTotal).toFixed(1)} GB` : 'at its highest'}
        minor
      />
    </div>
  )
}

const Left = ({ stage, job, following }: LiveFiguresProps) => {
  const { last, totalSteps, msPerStep } = stage
  const next = following[0]
  if (!isActive(job)) {
    const took = job.startedAt === null ? null : duration(job.state.at - job.startedAt)
    return <Figure name="Took" value={took} under={`ended ${when(job.state.at)}`} />
  }
  if (!last || msPerStep === null) return <Figure name="Left" value={null} under="not known yet" />
  const ms = Math.max(0, totalSteps - last.step) * msPerStep
  const end = last.at + ms
  return (
    <Figure
      name="Left"
      value={duration(ms)}
      under={next === undefined ? `done about ${when(end)}` : `then ${stageLabel(next)}`}
    />
  )
}

type FigureProps = {
  name: string
  /** Null while unknown. */
  value: string | null
  unit?: string
  under: ReactNode
  /** Leaves the row in narrow windows. */
  minor?: boolean
}

const Figure = ({ name, value, unit, under, minor = false }: FigureProps) => (
  <div className={classes(minor && 'hide-narrow')}>
    <p className="small muted">{name}</p>
    <p className="value">
      {value ?? <span className="faint">–</span>} {value !== null && unit && <small>{unit}</small>}
    </p>
    <p className="cap faint">{under}</p>
  </div>
)

const shortly = (n: number): string => String(Number(n.toFixed(1)))

/** Of MiB, as the trainer counts, in the GB that the estimate is given in. */
const gigabytes = (mebibytes: number): number => (mebibytes * 2 ** 20) / 1e9
