import type { Job } from '@contract/jobs'
import type { PythonCheck, PythonCheckName, PythonStatus } from '@contract/python'
import { Button } from '../../ui/Button'
import { stepOf } from '../../ui/jobs'
import { Steps, type Step } from '../../ui/Steps'

type PythonChecksProps = {
  status: PythonStatus
  /** The job that goes through them now. */
  job: Job | null
  /** Does one of them anew; null while that is not possible. */
  onRepair: ((check: PythonCheckName) => void) | null
}

/** What the environment needs, part by part; each can be repaired on its own. */
export const PythonChecks = ({ status, job, onRepair }: PythonChecksProps) => {
  // A job may begin at a later check, or unpack a bundle first: so by name, and not by place.
  const current = job?.steps[stepOf(job)]?.name ?? null
  const bundle: Step[] = (job?.steps ?? [])
    .filter(({ name }) => name === 'bundle')
    .map(({ name, title }) => ({
      key: name,
      title,
      text: 'Every file is checked against the bundle’s list.',
      state: current === null ? 'todo' : current === name ? 'now' : 'done'
    }))
  const checks = status.checks.map((check) => ({
    key: check.name,
    title: check.title,
    text: check.detail === '' ? what[check.name] : check.detail,
    state: check.name === current ? ('now' as const) : stateOf[check.state],
    figure: onRepair && canRepair(check, status) && (
      <Button
        look="quiet"
        aria-label={`${deed(check)}: ${check.title}`}
        onClick={() => onRepair(check.name)}
      >
        {deed(check)}
      </Button>
    )
  }))
  return <Steps tight steps={[...bundle, ...checks]} />
}

/** uv comes with the app, and what was never there is set up as a whole. */
const canRepair = ({ name, state }: PythonCheck, status: PythonStatus): boolean =>
  name !== 'uv' && status.state !== 'absent' && (state !== 'waiting' || name === 'probe')

const deed = ({ name, state }: PythonCheck): string => {
  if (name === 'probe') return 'Test again'
  return state === 'ok' ? 'Install again' : 'Repair'
}

/** What stands under a check that has nothing to report yet. */
const what: Record<PythonCheckName, string> = {
  uv: 'Comes with the app',
  interpreter: 'One of this computer’s own, in a folder apart',
  torch: 'The largest part, in the build for this computer',
  packages: 'Each by version and hash, as the app was tested with',
  probe: 'Every package must load before training can start'
}

const stateOf = { ok: 'done', missing: 'todo', waiting: 'todo', failed: 'fail' } as const
