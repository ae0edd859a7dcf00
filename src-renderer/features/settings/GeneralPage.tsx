import { applyToSystem, useAppearance, type Theme } from '../../app/theme'
import { useAct, useCall } from '../../bridge'
import { Button } from '../../ui/Button'
import { ErrorNote } from '../../ui/ErrorNote'
import { showFailure } from '../../ui/Failure'
import { Segments } from '../../ui/Segments'
import { Slider } from '../../ui/Slider'
import { KeysPart } from './KeysPart'
import { SettingRow, SettingsPage } from './SettingsPage'

/** How the window looks, where the project is, and which keys do what. */
export const GeneralPage = () => (
  <SettingsPage tab="general">
    <h2 className="title">The window</h2>
    <div className="mt-3">
      <Appearance />
    </div>
    <h2 className="title mt-8">The project</h2>
    <div className="mt-3">
      <ProjectRow />
    </div>
    <KeysPart />
  </SettingsPage>
)

const Appearance = () => {
  const { theme, readingSize } = useAppearance()
  const choose = (next: Theme) => {
    useAppearance.setState({ theme: next })
    applyToSystem(next).catch(showFailure)
  }
  return (
    <>
      <SettingRow title="Theme" text="Follows the system, or stays as you like it.">
        <Segments<Theme>
          label="Theme"
          value={theme}
          segments={[
            { value: 'system', label: 'System' },
            { value: 'light', label: 'Light' },
            { value: 'dark', label: 'Dark' }
          ]}
          onChange={choose}
        />
      </SettingRow>
      <SettingRow
        title="Reading size"
        text="Of drafts while you read and rank them. Lines keep their distance in proportion."
      >
        <div className="w-45">
          <Slider
            label="Size"
            value={readingSize}
            min={15}
            max={22}
            step={1}
            unit="px"
            onChange={(next) => useAppearance.setState({ readingSize: next })}
          />
        </div>
      </SettingRow>
      <SettingRow title="Size of everything" text="The whole window, up to twice its size.">
        <div className="row">
          <Button command="app.smaller">Smaller</Button>
          <Button command="app.actualSize">Own size</Button>
          <Button command="app.larger">Larger</Button>
        </div>
      </SettingRow>
    </>
  )
}

const ProjectRow = () => {
  const project = useCall('project.get', {})
  const choose = useAct('project.choose')
  return (
    <>
      <SettingRow
        title="Project folder"
        text={
          <>
            Everything of a project is in one folder. The one you choose opens again at the next
            start.
            <br />
            <span className="mono selectable break-all">{project.data?.path}</span>
          </>
        }
      >
        <div className="row">
          <Button command="project.reveal">Show the folder</Button>
          <Button
            command="project.choose"
            working={choose.isPending ? 'Opening' : null}
            onClick={() => choose.mutate({})}
          >
            Choose another folder
          </Button>
        </div>
      </SettingRow>
      {choose.error && <ErrorNote className="mt-3" error={choose.error} />}
    </>
  )
}
