import { useState } from 'react'
import type { Activity } from '@contract/project'
import { useAct, useCall } from '../../bridge'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { ErrorNote } from '../../ui/ErrorNote'
import { showFailure } from '../../ui/Failure'
import { JobCard } from '../../ui/JobCard'
import { Section } from '../../ui/Page'
import { when } from '../../ui/words'

/** What happened lately; a ranking can be taken back from here. */
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
  const undo = useAct('rankings.undo')
  const { jobId } = activity
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
        {activity.undoable && (
          <button
            type="button"
            className="textlink"
            disabled={undo.isPending}
            onClick={() => undo.mutate({ id: activity.id }, { onError: showFailure })}
          >
            Undo
          </button>
        )}
      </span>
      <span className="faint small tn">{activity.figure}</span>
    </li>
  )
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
