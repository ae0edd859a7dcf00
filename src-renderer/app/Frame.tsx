import { useEffect } from 'react'
import { useLocation } from 'wouter'
import { create } from 'zustand'
import { persist } from 'zustand/middleware'
import { platform, useCall } from '../bridge'
import { useShortcut } from '../ui/shortcuts/useShortcut'
import { classes } from '../ui/words'
import { ErrorBoundary } from './ErrorBoundary'
import { usePlace } from './place'
import { ProjectFailed, ProjectUnknown } from './ProjectFailed'
import { Routes } from './Routes'
import { sections } from './sections'
import { Sidebar } from './Sidebar'

const useFrame = create<{ sidebar: boolean }>()(
  persist((): { sidebar: boolean } => ({ sidebar: true }), { name: 'frame' })
)

/** Sidebar and page; or, when the project did not open, the way to another one. */
export const Frame = () => {
  const project = useCall('project.get', {})
  const { sidebar } = useFrame()
  const place = usePlace(project.data?.state === 'open' ? project.data.path : undefined)
  useEffect(focusPage, [place])
  if (project.error) return <ProjectUnknown error={project.error} />
  if (project.data?.state === 'failed') return <ProjectFailed project={project.data} />
  if (!project.data) return <div className="app bare" aria-busy />
  return (
    <div className={classes('app', platform(), !sidebar && 'bare')}>
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
      <FrameKeys />
      <Sidebar />
      <ErrorBoundary place={place}>
        <Routes />
      </ErrorBoundary>
    </div>
  )
}

/** After going somewhere, Tab starts at the page and not at the end of the old one. */
const focusPage = () => {
  if (document.activeElement === document.body) document.getElementById('page')?.focus()
}

/** First among the children, so that a screen's own binding of the same key is newer and wins. */
const FrameKeys = () => {
  const [, navigate] = useLocation()
  const go = (index: number) => () => {
    const section = sections[index]
    if (section) navigate(section.href)
  }
  useShortcut('mod+1', go(0))
  useShortcut('mod+2', go(1))
  useShortcut('mod+3', go(2))
  useShortcut('mod+4', go(3))
  useShortcut('mod+5', go(4))
  useShortcut('mod+,', () => navigate('/settings/engines'))
  useShortcut('mod+n', () => navigate('/personas/new'))
  useShortcut('mod+[', () => window.history.back())
  useShortcut('mod+]', () => window.history.forward())
  useShortcut('mod+\\', () => useFrame.setState(({ sidebar }) => ({ sidebar: !sidebar })))
  return null
}
