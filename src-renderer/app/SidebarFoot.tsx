import { CircleAlert, CircleDashed } from 'lucide-react'
import type { ReactNode } from 'react'
import { Link, useLocation } from 'wouter'
import type { EngineStatus } from '@contract/generation'
import { useCall } from '../bridge'
import { JobLine } from '../ui/JobCard'
import { engineLine } from './engine-line'
import { useEngineWatch } from './engine-watch'
import { runningJob } from './running-job'

/** The running job, Settings, and whether the writer is there. */
export const SidebarFoot = ({ children }: { children: ReactNode }) => {
  const jobs = useCall('jobs.list', {})
  const [place] = useLocation()
  const running = runningJob(jobs.data ?? [], place)
  return (
    <>
      {running && <JobLine job={running} />}
      <div className="side-foot">
        {children}
        <EngineState />
      </div>
    </>
  )
}

const EngineState = () => {
  const status = useCall('engines.status', {})
  useEngineWatch()
  const [place] = useLocation()
  if (!status.data) return null
  // The model's name is nowhere on the page while its drafts are being ranked.
  const ranking = place.startsWith('/rank')
  const full = ranking ? undefined : detailOf(status.data)
  return (
    <Link href="/settings/engines" className="side-link quiet" title={full}>
      {sign(status.data)}
      <span className="trunc small">{engineLine(status.data)}</span>
    </Link>
  )
}

const detailOf = (status: EngineStatus) =>
  status.state === 'failed' ? status.error.message : status.detail || undefined

const sign = (status: EngineStatus) => {
  if (status.state === 'ready') return <span className="dot" aria-hidden="true" />
  return status.state === 'idle' ? <CircleDashed /> : <CircleAlert />
}
