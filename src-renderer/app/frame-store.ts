import { create } from 'zustand'
import { persist } from 'zustand/middleware'

/** How wide the sidebar may be, in px. */
export const SIDEBAR = { min: 180, max: 320, own: 220 }

type FrameState = {
  sidebar: boolean
  sidebarWidth: number
}

/** How the frame is arranged on this machine. */
export const useFrame = create<FrameState>()(
  persist((): FrameState => ({ sidebar: true, sidebarWidth: SIDEBAR.own }), { name: 'frame' })
)

export const setSidebarWidth = (width: number): void => {
  const sidebarWidth = Math.round(Math.min(SIDEBAR.max, Math.max(SIDEBAR.min, width)))
  useFrame.setState({ sidebarWidth })
}

export type Overlay = 'palette' | 'keys' | null

/** What lies over the page at the moment. */
export const useOverlay = create<{ open: Overlay }>(() => ({ open: null }))

export const openOverlay = (open: Overlay): void => {
  useOverlay.setState({ open })
}
