import { useState } from 'react'
import type { Activity } from '@contract/project'
import { call, useCall } from '../../bridge'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { ErrorNote } from '../../ui/ErrorNote'
import { showFailure } from '../../ui/Failure'
import { JobCard } from '../../ui/JobCard'
import { Section } from '../../ui/Page'
import { when } from '../../ui/words'

/** What happened lately; what can be undone is undone from here. */
export const Recent = ({ activities }: { activities: Activity[] }) => {
  const [jobId, setJobId] = useState<string | null>(null)
  return (
    <Section title="Recent">
      {activities.length === 0 ? (
        <p className="muted mt-3">Nothing yet. Rankings and runs will be listed here.</p>
      ) : (
        <ul>
          {activities.map((activity) => (
            <Row key={activity.id} activity={activity} onOpen={setJobId} />
          ))}
        </ul>
      )}
      {jobId && <JobDialog id={jobId} onClose={() => setJobId(null)} />}
    </Section>
  )
}

type RowProps = { activity: Activity; onOpen: (jobId: string) => void }

const Row = ({ activity, onOpen }: RowProps) => {
  const [undoing, setUndoing] = useState(false)
  const { jobId, undo } = activity
  const takeBack = async (what: Undo) => {
    setUndoing(true)
    await undoOf(what)
      .catch(showFailure)
      .finally(() => setUndoing(false))
  }
  return (
    <li className="activity">
      <time dateTime={new Date(activity.at).toISOString()}>{when(activity.at)}</time>
      <span className="trunc" title={activity.text}>
        {jobId ? (
          <button type="button" className="plain" onClick={() => onOpen(jobId)}>
            {activity.text}
          </button>
        ) : (
          activity.text
        )}{' '}
        {undo && (
          <button
            type="button"
            className="textlink"
            aria-label={`Undo: ${activity.text}`}
            disabled={undoing}
            onClick={() => void takeBack(undo)}
          >
            Undo
          </button>
        )}
      </span>
      <span className="faint small tn">{activity.figure}</span>
    </li>
  )
}

type Undo = NonNullable<Activity['undo']>

const undoOf = (undo: Undo): Promise<unknown> => {
  switch (undo.kind) {
    case 'ranking':
      return call('rankings.undo', { id: undo.id })
    case 'persona':
      return call('personas.restore', { id: undo.id })
    case 'topics':
      return call('topics.restore', { ids: undo.ids })
    case 'sample':
      return call('project.restoreSample', {})
  }
}

const JobDialog = ({ id, onClose }: { id: string; onClose: () => void }) => {
  const job = useCall('jobs.get', { id })
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title="How it went"
      actions={
        <Button keys="escape" onClick={onClose}>
          Close
        </Button>
      }
    >
      <div className="mt-4">
        {job.error && <ErrorNote error={job.error} />}
        {job.data && <JobCard job={job.data} />}
      </div>
    </Dialog>
  )
}
