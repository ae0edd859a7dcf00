import { useSyncExternalStore } from 'react'
import { create } from 'zustand'
import { persist } from 'zustand/middleware'

/** How wide the sidebar may be, in px. */
export const SIDEBAR = { min: 180, max: 320, own: 220 }

type FrameState = {
  sidebar: boolean
  sidebarWidth: number
  /** In a narrow window it lies over the page, and only until one went somewhere. */
  over: boolean
}

/** How the frame is arranged on this machine. */
export const useFrame = create<FrameState>()(
  persist((): FrameState => ({ sidebar: true, sidebarWidth: SIDEBAR.own, over: false }), {
    name: 'frame',
    partialize: ({ sidebar, sidebarWidth }) => ({ sidebar, sidebarWidth })
  })
)

export const setSidebarWidth = (width: number): void => {
  const sidebarWidth = Math.round(Math.min(SIDEBAR.max, Math.max(SIDEBAR.min, width)))
  useFrame.setState({ sidebarWidth })
}

const narrow = '(max-width: 819px)'

/** Too narrow for sidebar and page side by side, as a window of 1280 is at twice its size. */
export const useNarrow = (): boolean =>
  useSyncExternalStore(followWidth, () => window.matchMedia(narrow).matches)

const followWidth = (listener: () => void): (() => void) => {
  const media = window.matchMedia(narrow)
  media.addEventListener('change', listener)
  return () => media.removeEventListener('change', listener)
}

export type Overlay = 'palette' | 'keys' | null

/** What lies over the page at the moment. */
export const useOverlay = create<{ open: Overlay }>(() => ({ open: null }))

export const openOverlay = (open: Overlay): void => {
  useOverlay.setState({ open })
}
