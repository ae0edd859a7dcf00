import { Wrench } from 'lucide-react'
import type { PythonStatus } from '@contract/python'
import { useAct, useCall } from '../../bridge'
import { Button } from '../../ui/Button'
import { ErrorNote } from '../../ui/ErrorNote'
import { JobCard } from '../../ui/JobCard'
import { isActive } from '../../ui/jobs'
import { Section } from '../../ui/Page'
import { Status } from '../../ui/Status'
import { Device } from './Device'
import { PythonBundle } from './PythonBundle'
import { PythonChecks } from './PythonChecks'
import { PythonEnvironments } from './PythonEnvironments'
import { PythonSources } from './PythonSources'
import { SettingRow, SettingsPage } from './SettingsPage'

/** The app's own Python: what is there, what is missing, and the buttons that mend it. */
export const PythonPage = () => {
  const status = useCall('python.status', {})
  return (
    <SettingsPage tab="python">
      {status.error && <ErrorNote error={status.error} onRetry={() => void status.refetch()} />}
      {status.isPending && <Status kind="working">Looking at the environment</Status>}
      {status.data && <Environment status={status.data} />}
    </SettingsPage>
  )
}

const Environment = ({ status }: { status: PythonStatus }) => {
  const build = useAct('python.build')
  const jobs = useCall('jobs.list', {})
  const latest = jobs.data?.find(({ kind }) => kind === 'build-python')
  const building = latest && isActive(latest) ? latest : null
  const unfinished = latest && latest.state.status !== 'succeeded' && status.state !== 'ready'
  const start = () => build.mutate({})
  const repair = building
    ? null
    : (check: PythonStatus['checks'][number]['name']) => build.mutate({ repair: check })
  return (
    <>
      <div className="row between gap-6">
        <div>
          <h2 className="title">Training environment</h2>
          <p className="muted mt-1">
            A private copy of Python for training. It does not touch any other on this computer.
          </p>
        </div>
        {!building && status.state !== 'ready' && (
          <Button
            look="primary"
            command="python.build"
            working={build.isPending ? 'Starting' : null}
            onClick={start}
          >
            {status.state === 'absent' ? 'Set up Python' : 'Repair Python'}
          </Button>
        )}
      </div>
      {build.error && (
        <ErrorNote
          className="mt-4"
          error={build.error}
          onRetry={() => build.mutate(build.variables)}
        />
      )}
      {latest && (building || unfinished) ? (
        <div className="mt-4">
          <JobCard job={latest}>
            <div className="mt-4 mb-1">
              <PythonChecks status={status} job={building} onRepair={repair} />
            </div>
          </JobCard>
        </div>
      ) : (
        <section className="sheet pad mt-4">
          <div className="mb-4">
            <Summary status={status} />
          </div>
          <PythonChecks status={status} job={null} onRepair={repair} />
        </section>
      )}
      {status.probe && <Device probe={status.probe} />}
      <Section title="Upkeep" className="mt-6">
        {status.state === 'ready' && (
          <SettingRow
            title="Check and repair"
            text="Runs every check again and fetches only what is broken. Your data and models are not touched."
          >
            <Button
              icon={<Wrench />}
              command="python.check"
              working={build.isPending || building ? 'Checking' : null}
              onClick={start}
            >
              Check and repair
            </Button>
          </SettingRow>
        )}
        <PythonSources />
        <PythonBundle status={status} building={building !== null} />
      </Section>
      <PythonEnvironments status={status} />
    </>
  )
}

const Summary = ({ status }: { status: PythonStatus }) => {
  switch (status.state) {
    case 'ready':
      return <Status kind="ok">Every check passes. Training can start.</Status>
    case 'building':
      return <Status kind="working">Being set up. You can go on ranking.</Status>
    case 'broken':
      return <Status kind="stop">A check fails. Repair fetches only what is broken.</Status>
    case 'absent':
      return <Status kind="none">Not set up yet. Ranking and writing do not need it.</Status>
  }
}
