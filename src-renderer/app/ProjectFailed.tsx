import type { ProjectState } from '@contract/project'
import { platform, useAct } from '../bridge'
import { Button } from '../ui/Button'
import { CopyDetails, ErrorNote } from '../ui/ErrorNote'
import { classes } from '../ui/words'

type Failed = Extract<ProjectState, { state: 'failed' }>

/** Instead of the app, when its project did not open: what failed and the way to another one. */
export const ProjectFailed = ({ project }: { project: Failed }) => {
  const choose = useAct('project.choose')
  return (
    <div className={classes('app bare', platform())}>
      <main className="main" id="page">
        <header className="bar" />
        <div className="page">
          <div className="max-w-form pt-9">
            <h1 className="display">The project did not open.</h1>
            <p className="read sm mt-4">{project.error.message}</p>
            {project.error.remedy && (
              <p className="read sm muted mt-2">{project.error.remedy.text}</p>
            )}
            <p className="mono faint selectable mt-4">{project.path}</p>
            <div className="row mt-7">
              <Button
                look="primary"
                large
                command="project.choose"
                working={choose.isPending ? 'Opening' : null}
                onClick={() => choose.mutate({})}
              >
                Choose another folder
              </Button>
              <CopyDetails envelope={project.error} />
            </div>
            {choose.error && <ErrorNote className="mt-5" error={choose.error} />}
          </div>
        </div>
      </main>
    </div>
  )
}

/** When even that could not be asked. */
export const ProjectUnknown = ({ error }: { error: unknown }) => (
  <div className={classes('app bare', platform())}>
    <main className="main" id="page">
      <header className="bar" />
      <div className="page">
        <ErrorNote
          className="max-w-form"
          error={error}
          retryLabel="Reload the window"
          onRetry={() => window.location.reload()}
        />
      </div>
    </main>
  </div>
)
