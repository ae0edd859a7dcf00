import { useMemo } from 'react'
import Chart from '../../ui/Chart'
import type { ChartSeries, Point } from '../../ui/chart-data'
import { accuracyInWords, lossInWords, lowest, marginInWords } from '../../ui/chart-words'
import type { StageSeries } from './series'

/** Loss, and beside it what the stage is about: the preference, or how hard the model is pulled. */
export const StageCharts = ({ stage }: { stage: StageSeries }) => {
  const { name, totalSteps: planned, trainLoss, evalLoss } = stage
  const sync = `run-${name}`
  const measured = stage.heldOutRows > 0 || evalLoss.length > 0
  const loss = useMemo(
    (): ChartSeries[] => [
      { label: 'Train', points: trainLoss, look: 'trend' },
      ...(measured ? [{ label: 'Eval', points: evalLoss, look: 'blue' as const }] : [])
    ],
    [trainLoss, evalLoss, measured]
  )
  const best = evalLoss.length > 1 ? lowest(evalLoss) : null
  const preference = name !== 'sft'
  return (
    <>
      <div className="stage-charts">
        <Chart
          title="Loss"
          series={loss}
          planned={planned}
          height={372}
          sync={sync}
          format={threeDigits}
          best={
            best && {
              point: best,
              title: 'Best checkpoint',
              detail: `step ${best[0]}, eval ${best[1].toFixed(3)}`
            }
          }
          words={lossInWords({ train: trainLoss, heldOut: evalLoss, measured })}
        />
        <div className="beside">
          {preference ? (
            <Preference stage={stage} sync={sync} />
          ) : (
            <Pull stage={stage} sync={sync} height={92} />
          )}
        </div>
      </div>
      {preference && (
        <div className="more-charts">
          <Pull stage={stage} sync={sync} height={132} />
        </div>
      )}
    </>
  )
}

type SideProps = { stage: StageSeries; sync: string }

const Preference = ({ stage, sync }: SideProps) => {
  const { totalSteps: planned, margin, accuracy, evalAccuracy } = stage
  const heldOut = evalAccuracy.length > 0
  const shown = heldOut ? evalAccuracy : accuracy
  return (
    <>
      {margin.length > 0 && (
        <Chart
          title="Reward margin"
          quiet
          series={[{ label: 'Margin', points: margin, look: 'trend' }]}
          planned={planned}
          height={160}
          sync={sync}
          format={twoDigits}
          words={marginInWords(margin)}
        />
      )}
      <Chart
        title="Preference accuracy"
        quiet
        series={[{ label: 'Accuracy', points: shown, look: heldOut ? 'blue' : 'trend' }]}
        planned={planned}
        height={160}
        sync={sync}
        format={percent}
        range={accuracyRange(shown)}
        baseline={0.5}
        words={accuracyInWords(shown, heldOut)}
      />
    </>
  )
}

/** How hard the weights are pulled, and how fast. */
const Pull = ({ stage, sync, height }: SideProps & { height: number }) => {
  const { totalSteps: planned, learningRate, gradientNorm, speed } = stage
  return (
    <>
      <Chart
        title="Learning rate"
        quiet
        series={[{ label: 'Rate', points: learningRate, look: 'ink' }]}
        planned={planned}
        height={height}
        sync={sync}
        format={exponent}
        words={nowInWords('the learning rate', learningRate, exponent)}
      />
      <Chart
        title="Gradient norm"
        quiet
        series={[{ label: 'Norm', points: gradientNorm, look: 'trend' }]}
        planned={planned}
        height={height}
        sync={sync}
        format={twoDigits}
        words={nowInWords('the gradient norm', gradientNorm, twoDigits)}
      />
      <Chart
        title="Tokens a second"
        quiet
        series={[{ label: 'Speed', points: speed, look: 'trend' }]}
        planned={planned}
        height={height}
        sync={sync}
        format={whole}
        words={nowInWords('the speed', speed, (y) => `${whole(y)} tokens a second`)}
      />
    </>
  )
}

const nowInWords = (what: string, points: readonly Point[], format: (y: number) => string) => {
  const last = points.at(-1)
  return last ? `${what} is ${format(last[1])} at step ${last[0]}.` : 'there are no figures yet.'
}

/** From chance up; from nothing up where it falls below chance. */
const accuracyRange = (points: readonly Point[]): [number, number] =>
  points.some(([, y]) => y < 0.5) ? [0, 1] : [0.5, 1]

const threeDigits = (y: number): string => y.toFixed(3)
/** Without a sign in front of nothing: 0.00, not -0.00. */
const twoDigits = (y: number): string => y.toFixed(2).replace(/^-(?=0\.00$)/, '')
const whole = (y: number): string => String(Math.round(y))
const percent = (y: number): string => `${Math.round(y * 100)}%`
const exponent = (y: number): string => (y === 0 ? '0' : y.toExponential(1).replace('.0e', 'e'))
