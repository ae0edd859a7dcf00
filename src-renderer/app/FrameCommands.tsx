import { PanelLeft, Plus, Settings2, TrendingDown } from 'lucide-react'
import { useLocation } from 'wouter'
import { call, useCall } from '../bridge'
import { useCommand } from '../ui/commands/useCommand'
import { showFailure } from '../ui/Failure'
import { offerUndo } from '../ui/Toast'
import { openOverlay, useFrame, useNarrow } from './frame-store'
import { FIND } from './palette/entries'
import { runningJob } from './running-job'
import { pages } from './sections'

/**
 * The commands that are there on every screen. First among the frame's children, so that a screen's
 * own command of the same name is newer and wins.
 */
export const FrameCommands = () => {
  const [, navigate] = useLocation()
  const { sidebar, over } = useFrame()
  const narrow = useNarrow()
  const shown = narrow ? over : sidebar
  useGoing()
  useCommand('app.palette', () => openOverlay('palette'))
  useCommand('app.find', () => openOverlay('palette'), { title: FIND })
  useCommand('app.keys', () => openOverlay('keys'))
  useCommand('app.new', () => navigate('/personas/new'), { title: 'New persona', icon: <Plus /> })
  useCommand('app.newPersona', () => navigate('/personas/new'), { icon: <Plus /> })
  useCommand('app.newRun', () => navigate('/train/new'), { icon: <TrendingDown /> })
  useCommand(
    'app.sidebar',
    () => useFrame.setState(narrow ? { over: !over } : { sidebar: !sidebar }),
    {
      title: shown ? 'Hide the sidebar' : 'Show the sidebar',
      icon: <PanelLeft />
    }
  )
  useCommand('app.larger', () => zoom('larger'), { repeat: true })
  useCommand('app.smaller', () => zoom('smaller'), { repeat: true })
  useCommand('app.actualSize', () => zoom('actual'))
  useCommand('app.reload', () => window.location.reload())
  useCommand('project.choose', () => void call('project.choose', {}).catch(showFailure))
  useCommand('project.reveal', () => void call('project.reveal', {}).catch(showFailure))
  useStop()
  return null
}

const zoom = (to: 'larger' | 'smaller' | 'actual') => {
  void call('window.zoom', { to }).catch(showFailure)
}

/** Goes to every section, and back. */
const useGoing = () => {
  const [, navigate] = useLocation()
  const go = (href: string) => () => navigate(href)
  useCommand('go.home', go(pages['go.home']))
  useCommand('go.rank', go(pages['go.rank']))
  useCommand('go.personas', go(pages['go.personas']))
  useCommand('go.topics', go(pages['go.topics']))
  useCommand('go.train', go(pages['go.train']))
  useCommand('go.models', go(pages['go.models']))
  useCommand('go.chat', go(pages['go.chat']))
  const settings = { icon: <Settings2 /> }
  useCommand('go.general', go(pages['go.general']), settings)
  useCommand('go.engines', go(pages['go.engines']), settings)
  useCommand('go.python', go(pages['go.python']), settings)
  useCommand('app.settings', go(pages['go.general']), settings)
  // Asked as the address changes: this component is drawn again with each.
  useCommand('go.back', () => window.history.back(), { enabled: window.navigation.canGoBack })
  useCommand('go.forward', () => window.history.forward(), {
    enabled: window.navigation.canGoForward
  })
}

/** The job at the sidebar's foot, where the screen has none of its own to stop. */
const useStop = () => {
  const jobs = useCall('jobs.list', {})
  const [place] = useLocation()
  const running = runningJob(jobs.data ?? [], place)
  const stop = async () => {
    if (!running) return
    const { id, title } = running
    await call('jobs.cancel', { id })
    offerUndo(`Stopped: ${title}. What it has made is kept.`, () => call('jobs.retry', { id }))
  }
  useCommand('app.stop', () => void stop().catch(showFailure), { enabled: running !== undefined })
}
