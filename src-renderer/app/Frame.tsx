import { useEffect, type CSSProperties } from 'react'
import { platform, useCall } from '../bridge'
import { useShortcut } from '../ui/shortcuts/useShortcut'
import { classes } from '../ui/words'
import { ErrorBoundary } from './ErrorBoundary'
import { FrameCommands } from './FrameCommands'
import { useFrame, useNarrow } from './frame-store'
import { DeployDialog } from '../features/deploy/DeployDialog'
import { KeySheet } from './keys/KeySheet'
import { Palette } from './palette/Palette'
import { usePlace } from './place'
import { ProjectFailed, ProjectUnknown } from './ProjectFailed'
import { Routes } from './Routes'
import { Sidebar } from './Sidebar'

/** Sidebar and page; or, when the project did not open, the way to another one. */
export const Frame = () => {
  const project = useCall('project.get', {})
  const { sidebar, sidebarWidth, over } = useFrame()
  const narrow = useNarrow()
  const shown = narrow ? over : sidebar
  const path = project.data?.state === 'open' ? project.data.path : undefined
  const { place, opened } = usePlace(path)
  useEffect(focusPage, [place])
  useEffect(() => {
    useFrame.setState({ over: false })
  }, [place])
  if (project.error) return <ProjectUnknown error={project.error} />
  if (project.data?.state === 'failed') return <ProjectFailed project={project.data} />
  if (!opened) return <div className="app bare" aria-busy />
  const width: CSSProperties & Record<`--${string}`, string> = { '--sidebar': `${sidebarWidth}px` }
  return (
    <div className={classes('app', platform(), !shown && 'bare', narrow && 'narrow')} style={width}>
      <a
        className="btn skip"
        href="#page"
        onClick={(event) => {
          event.preventDefault()
          document.getElementById('page')?.focus()
        }}
      >
        Skip to the page
      </a>
      <FrameCommands />
      {narrow && over && <OverPage />}
      <Sidebar />
      <ErrorBoundary place={place}>
        <Routes key={path} />
      </ErrorBoundary>
      <DeployDialog />
      <Palette />
      <KeySheet />
    </div>
  )
}

/** Under a sidebar that lies over the page: a click beside it, or Escape, puts it away. */
const OverPage = () => {
  const close = () => useFrame.setState({ over: false })
  useShortcut('escape', close)
  return <div className="side-scrim" aria-hidden="true" onClick={close} />
}

/** After going somewhere, Tab starts at the page and not at the end of the old one. */
const focusPage = () => {
  if (document.activeElement === document.body) document.getElementById('page')?.focus()
}
