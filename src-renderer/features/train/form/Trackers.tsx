import { Tracker } from '@contract/run-settings'
import { useAct, useCall } from '../../../bridge'
import { Button } from '../../../ui/Button'
import { Checkbox } from '../../../ui/Checkbox'
import { ErrorNote } from '../../../ui/ErrorNote'
import { JobCard } from '../../../ui/JobCard'
import { trackersKey, type Typed } from './overrides'

type TrackersProps = { typed: Typed; onChange: (typed: Typed) => void }

const labels: Readonly<Record<Tracker, string>> = {
  tensorboard: 'TensorBoard files',
  wandb: 'Weights & Biases, offline'
}

/** Other tools that the figures are written for; what writes them is added to Python once. */
export const Trackers = ({ typed, onChange }: TrackersProps) => {
  const chosen = (typed[trackersKey] ?? '').split(',')
  const on = Tracker.options.filter((name) => chosen.includes(name))
  const set = (name: Tracker, wanted: boolean) =>
    onChange({
      ...typed,
      [trackersKey]: Tracker.options
        .filter((other) => (other === name ? wanted : on.includes(other)))
        .join(',')
    })
  return (
    <fieldset className="settings-group">
      <legend className="med">Also write</legend>
      <p className="small muted">
        The same figures for other tools, in the run’s folder. Nothing is sent anywhere.
      </p>
      <div className="row mt-2 gap-6">
        {Tracker.options.map((name) => (
          <Checkbox key={name} checked={on.includes(name)} onChange={(next) => set(name, next)}>
            {labels[name]}
          </Checkbox>
        ))}
      </div>
      {on.length > 0 && <Missing />}
    </fieldset>
  )
}

/** What writes them is no part of the environment until it is asked for. */
const Missing = () => {
  const python = useCall('python.status', {})
  const jobs = useCall('jobs.list', {})
  const add = useAct('python.addTrackers')
  const job = jobs.data?.find(({ id }) => id === add.data?.jobId)
  if (!python.data || python.data.trackers === true) return null
  if (job) {
    return (
      <div className="mt-3">
        <JobCard job={job} />
      </div>
    )
  }
  return (
    <div className="mt-3">
      <p className="small muted">
        Python for training does not have what writes them yet: about 60 MB from the package index.
      </p>
      <div className="mt-2">
        <Button
          command="run.addTrackers"
          working={add.isPending ? 'Starting' : null}
          onClick={() => add.mutate({})}
        >
          Add it to Python
        </Button>
      </div>
      {add.error && <ErrorNote className="mt-3" error={add.error} />}
    </div>
  )
}
