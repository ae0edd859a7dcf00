import { useState } from 'react'
import type { Job } from '@contract/jobs'
import type { Model } from '@contract/models'
import { useAct, useCall } from '../../bridge'
import { Button, LinkButton } from '../../ui/Button'
import { ErrorNote } from '../../ui/ErrorNote'
import { JobCard } from '../../ui/JobCard'
import { isActive, stepOf } from '../../ui/jobs'
import { Status } from '../../ui/Status'
import { Steps, type Step } from '../../ui/Steps'
import type { Branch } from './families'

type BranchUseProps = {
  branch: Branch
  base: Model
  onStage: string | null
  nextId: string | null
}

/** What can be done with the end of the line: export it, let it write, talk to it. */
export const BranchUse = ({ branch, base, onStage, nextId }: BranchUseProps) => {
  const { adapter, ggufs } = branch
  const usable = [...ggufs, ...(adapter === null ? [base] : [])].filter(
    ({ missing, kind }) => !missing && (kind === 'gguf' || kind === 'base')
  )
  const writing = usable.find(({ id }) => id === onStage)
  const first = usable[0]
  // It judges drafts and writes none, so there is nothing to export or load.
  if (adapter?.kind === 'reward') return <span className="faint">Scores drafts</span>
  if (adapter && !first) return <ExportUse adapter={adapter} next={adapter.id === nextId} />
  if (!first) return <span className="faint">Nothing to load</span>
  return (
    <div className="use">
      {writing ? (
        <Status kind="ok">On stage</Status>
      ) : (
        <span className="faint trunc">{first.kind === 'base' ? 'Ready' : 'Ready to write'}</span>
      )}
      <span className="row">
        {first.kind === 'gguf' && (
          <LinkButton href={`/models/chat/${first.id}`}>Compare</LinkButton>
        )}
        {!writing && <UseAsWriter model={first} />}
      </span>
    </div>
  )
}

const UseAsWriter = ({ model }: { model: Model }) => {
  const update = useAct('engines.update')
  const put = () => update.mutate({ writer: { engine: 'embedded', modelId: model.id } })
  return (
    <>
      <Button
        command="model.use"
        aria-label={`Use as writer: ${model.name}`}
        working={update.isPending ? 'Switching' : null}
        onClick={put}
      >
        Use as writer
      </Button>
      {update.error && <ErrorNote className="under-row" error={update.error} onRetry={put} />}
    </>
  )
}

/** The export, or the job that does it: inline, under the line it belongs to. */
const ExportUse = ({ adapter, next }: { adapter: Model; next: boolean }) => {
  const jobs = useCall('jobs.list', {})
  const exporting = useAct('models.export')
  const [shown, setShown] = useState<string | null>(null)
  const newest = jobs.data?.find(
    ({ kind, subjectId }) => kind === 'export' && subjectId === adapter.id
  )
  const job = jobs.data?.find(({ id }) => id === shown) ?? newest
  const begin = () =>
    exporting.mutate({ adapterId: adapter.id }, { onSuccess: ({ jobId }) => setShown(jobId) })
  const going = job && (isActive(job) || job.state.status !== 'succeeded')
  return (
    <>
      <div className="use">
        <span className="faint trunc">{going ? 'Not ready' : 'Not exported'}</span>
        {!going && (
          <Button
            look={next ? 'primary' : 'default'}
            command={next ? 'home.next' : 'model.export'}
            aria-label={`Export: ${adapter.name}`}
            off={adapter.missing && 'The adapter’s folder is gone from its place.'}
            working={exporting.isPending ? 'Starting' : null}
            onClick={begin}
          >
            Export
          </Button>
        )}
      </div>
      {exporting.error && (
        <ErrorNote className="under-row" error={exporting.error} onRetry={begin} />
      )}
      {going && (
        <div className="under-row">
          <JobCard job={job}>
            <div className="mt-4">
              <Steps tight steps={stepsOf(job)} />
            </div>
          </JobCard>
        </div>
      )}
    </>
  )
}

const stepsOf = (job: Job): Step[] => {
  const at = stepOf(job)
  const { status } = job.state
  return job.steps.map(({ name, title }, index) => ({
    key: name,
    title,
    state:
      index < at
        ? 'done'
        : index > at
          ? 'todo'
          : status === 'running'
            ? 'now'
            : status === 'failed'
              ? 'fail'
              : 'todo'
  }))
}
