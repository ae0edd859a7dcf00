import { useLocation } from 'wouter'
import type { RunSettings } from '@contract/run-settings'
import type { Run } from '@contract/training'
import { useCall } from '../../../bridge'
import { Button } from '../../../ui/Button'
import { typedFrom } from '../form/overrides'
import { fillNewRun } from '../form/useNewRun'

type SmallerRunProps = { run: Run; settings: RunSettings }

/** After memory ran out: the same run with one setting smaller, to look at before it starts. */
export const SmallerRun = ({ run, settings }: SmallerRunProps) => {
  const [, navigate] = useLocation()
  const { preset, ...overrides } = settings
  const preview = useCall('runs.preview', {
    personaId: run.personaId,
    baseModelId: run.baseModelId,
    preset,
    stages: settings.stages,
    overrides
  })
  const changes = preview.data?.estimate.smaller ?? []
  if (changes.length === 0) return null
  return (
    <section className="mb-5" aria-label="Smaller settings">
      <p className="muted">A smaller run would need less:</p>
      <ul className="mt-2 flex flex-wrap gap-6">
        {changes.map((change) => (
          <li key={change.title}>
            <Button
              onClick={() => {
                fillNewRun(run, typedFrom(typedFrom({}, overrides), change.overrides))
                navigate('/train/new')
              }}
            >
              {change.title}
            </Button>
            <p className="small muted mt-1">{change.cost}</p>
          </li>
        ))}
      </ul>
    </section>
  )
}
