import { useAct, useCall } from '../../bridge'
import { useAppearance, type Theme } from '../../app/theme'
import { Button } from '../../ui/Button'
import { ErrorNote } from '../../ui/ErrorNote'
import { Segments } from '../../ui/Segments'
import { Slider } from '../../ui/Slider'
import { SettingRow, SettingsPage } from './SettingsPage'

/** How the window looks, and where the project is. */
export const GeneralPage = () => {
  const { theme, readingSize } = useAppearance()
  return (
    <SettingsPage tab="general">
      <h2 className="title">The window and the project</h2>
      <div className="mt-3">
        <SettingRow title="Appearance" text="Follows the system, or stays as you like it.">
          <Segments<Theme>
            label="Appearance"
            value={theme}
            segments={[
              { value: 'system', label: 'System' },
              { value: 'light', label: 'Light' },
              { value: 'dark', label: 'Dark' }
            ]}
            onChange={(next) => useAppearance.setState({ theme: next })}
          />
        </SettingRow>
        <SettingRow title="Reading size" text="Of drafts while you rank them.">
          <div className="w-45">
            <Slider
              label="Size"
              value={readingSize}
              min={15}
              max={22}
              step={1}
              format={(size) => `${size} px`}
              onChange={(next) => useAppearance.setState({ readingSize: next })}
            />
          </div>
        </SettingRow>
        <ProjectRow />
      </div>
    </SettingsPage>
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
            Everything of a project is in one folder.
            <br />
            <span className="mono selectable">{project.data?.path}</span>
          </>
        }
      >
        <Button working={choose.isPending ? 'Opening' : null} onClick={() => choose.mutate({})}>
          Choose another folder
        </Button>
      </SettingRow>
      {choose.error && <ErrorNote className="mt-3" error={choose.error} />}
    </>
  )
}
