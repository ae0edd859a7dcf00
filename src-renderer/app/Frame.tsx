import { useEffect, type CSSProperties } from 'react'
import { platform, useCall } from '../bridge'
import { classes } from '../ui/words'
import { ErrorBoundary } from './ErrorBoundary'
import { FrameCommands } from './FrameCommands'
import { useFrame } from './frame-store'
import { KeySheet } from './keys/KeySheet'
import { Palette } from './palette/Palette'
import { usePlace } from './place'
import { ProjectFailed, ProjectUnknown } from './ProjectFailed'
import { Routes } from './Routes'
import { Sidebar } from './Sidebar'
import { SidebarEdge } from './SidebarEdge'

/** Sidebar and page; or, when the project did not open, the way to another one. */
export const Frame = () => {
  const project = useCall('project.get', {})
  const { sidebar, sidebarWidth } = useFrame()
  const path = project.data?.state === 'open' ? project.data.path : undefined
  const { place, opened } = usePlace(path)
  useEffect(focusPage, [place])
  if (project.error) return <ProjectUnknown error={project.error} />
  if (project.data?.state === 'failed') return <ProjectFailed project={project.data} />
  if (!opened) return <div className="app bare" aria-busy />
  const width: CSSProperties & Record<`--${string}`, string> = { '--sidebar': `${sidebarWidth}px` }
  return (
    <div className={classes('app', platform(), !sidebar && 'bare')} style={width}>
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
      <Sidebar />
      <SidebarEdge />
      <ErrorBoundary place={place}>
        <Routes key={path} />
      </ErrorBoundary>
      <Palette />
      <KeySheet />
    </div>
  )
}

/** After going somewhere, Tab starts at the page and not at the end of the old one. */
const focusPage = () => {
  if (document.activeElement === document.body) document.getElementById('page')?.focus()
}
