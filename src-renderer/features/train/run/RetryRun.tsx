import { useLocation } from 'wouter'
import type { RunOverrides } from '@contract/run-settings'
import type { Run, SmallerChange } from '@contract/training'
import { useAct, useCall } from '../../../bridge'
import { Button } from '../../../ui/Button'
import { ErrorNote } from '../../../ui/ErrorNote'
import { stageLabel } from '../words'

/** After memory ran out, or a loss that was no number: the same run with one setting changed. */
export const RetryRun = ({ run: { id } }: { run: Run }) => {
  const [, navigate] = useLocation()
  const found = useCall('runs.retries', { id })
  const retry = useAct('runs.retry')
  const [first, ...others] = found.data?.changes ?? []
  if (found.error) return <ErrorNote className="mb-5" error={found.error} />
  if (!found.data || !first) return null
  const start = (overrides: RunOverrides) =>
    retry.mutate({ id, overrides }, { onSuccess: (next) => navigate(`/train/${next.id}`) })
  const working = (change: SmallerChange) =>
    retry.isPending && retry.variables.overrides === change.overrides ? 'Starting' : null
  return (
    <section className="mb-5" aria-label="Try again with other settings">
      <ul className="flex flex-wrap gap-6">
        <li className="max-w-form">
          <Button
            look="primary"
            command="run.retry"
            working={working(first)}
            onClick={() => start(first.overrides)}
          >
            Try again with {inSentence(first.title)}
          </Button>
          <p className="small muted mt-1">
            {first.cost} {whereItGoesOn(found.data.from)}
          </p>
        </li>
        {others.map((change) => (
          <li key={change.title}>
            <Button working={working(change)} onClick={() => start(change.overrides)}>
              {change.title}
            </Button>
            <p className="small muted mt-1">{change.cost}</p>
          </li>
        ))}
      </ul>
      {retry.error && <ErrorNote className="mt-4" error={retry.error} />}
    </section>
  )
}

/** “Half the batch” as it stands within a sentence; names such as LoRA keep their letters. */
const inSentence = (title: string): string =>
  /^[A-Z][a-z]/.test(title) && !title.startsWith('LoRA')
    ? title.charAt(0).toLowerCase() + title.slice(1)
    : title

const whereItGoesOn = (from: { stage: string; step: number } | null): string =>
  from === null
    ? 'It begins anew.'
    : `It goes on after step ${String(from.step)} of ${stageLabel(from.stage)}, in a run of its own.`
