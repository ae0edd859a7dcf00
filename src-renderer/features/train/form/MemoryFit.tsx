import type { RunEstimate, SmallerChange } from '@contract/training'
import { Button } from '../../../ui/Button'
import { Status } from '../../../ui/Status'
import { classes } from '../../../ui/words'

type MemoryFitProps = { estimate: RunEstimate; onChange: (change: SmallerChange) => void }

/** What the run needs of the machine’s memory; where that is too much, what would make it fit. */
export const MemoryFit = ({ estimate, onChange }: MemoryFitProps) => {
  const { memory, machine, fits, smaller, longestRow } = estimate
  if (!memory) {
    return (
      <section>
        <h2 className="h">Memory</h2>
        <p className="muted mt-1.5">
          Unknown. The model’s shape is read when it is first prepared; this machine has{' '}
          {gigabytes(machine.totalBytes)} GB.
        </p>
      </section>
    )
  }
  const parts = [
    { key: 'a', name: 'Base weights', bytes: memory.weights },
    { key: 'b', name: 'Adapter and optimiser', bytes: memory.adapter },
    { key: 'c', name: `Activations at ${longestRow} tokens`, bytes: memory.activations },
    { key: 'd', name: 'Python', bytes: memory.runtime }
  ]
  const total = Math.max(machine.totalBytes, memory.total)
  const told = `${gigabytes(memory.total)} of ${gigabytes(machine.totalBytes)} GB`
  const said = parts.map(({ name, bytes }) => `${name} ${gigabytes(bytes)}`).join(', ')
  return (
    <section>
      <div className="row between base">
        <h2 className="h">Memory</h2>
        {fits === false ? (
          <Status kind="warn">Does not fit</Status>
        ) : (
          <Status kind="ok">Fits</Status>
        )}
      </div>
      <p className="serif mt-2 mb-2.5 text-title">{told}</p>
      <Bar {...{ parts, total, safe: machine.safeBytes }} label={`${told}: ${said}`} />
      <p className="cap faint mt-1.5">Safe limit {gigabytes(machine.safeBytes)} GB</p>
      <dl className="kv small mt-2.5">
        {parts.map(({ key, name, bytes }) => (
          <div key={key} className="contents">
            <dt className="row">
              <i className={classes('fit-key', key)} />
              {name}
            </dt>
            <dd>{gigabytes(bytes)} GB</dd>
          </div>
        ))}
      </dl>
      <p className="small faint mt-2">
        {memory.basis === 'probe'
          ? 'Scaled from a probe on this machine.'
          : 'Calculated from the model’s shape; a probe would measure it.'}
      </p>
      {fits === false && smaller.length > 0 && (
        <ul className="stack s3 mt-4" aria-label="What would make it fit">
          {smaller.map((change) => (
            <li key={change.title}>
              <Button onClick={() => onChange(change)}>{change.title}</Button>
              <p className="small muted mt-1">
                {change.cost}
                {change.totalBytes !== null && ` Then ${gigabytes(change.totalBytes)} GB.`}
              </p>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

type BarProps = {
  parts: { key: string; bytes: number }[]
  total: number
  safe: number
  label: string
}

/** What each part takes; what is above the safe limit is hatched. */
const Bar = ({ parts, total, safe, label }: BarProps) => {
  const used = parts.reduce((sum, { bytes }) => sum + bytes, 0)
  const percent = (bytes: number) => `${(bytes / total) * 100}%`
  return (
    <div className="fit" role="img" aria-label={label}>
      <div className="parts">
        {parts.map(({ key, bytes }) => (
          <i key={key} className={key} style={{ width: percent(bytes) }} />
        ))}
      </div>
      {used > safe && (
        <i className="over" style={{ left: percent(safe), width: percent(used - safe) }} />
      )}
      <i className="limit" style={{ left: percent(safe) }} />
    </div>
  )
}

const gigabytes = (bytes: number): string => (bytes / 1e9).toFixed(1)
