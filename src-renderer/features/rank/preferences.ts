import { create } from 'zustand'
import { persist } from 'zustand/middleware'
import type { Way } from './moves'

type Preferences = {
  way: Way
  /** What a ranking became is shown under it. */
  became: boolean
  /** What the reward model thinks is shown under a ranking that was made. */
  pick: boolean
}

/** How this person likes to rank; kept over sittings and restarts. */
export const usePreferences = create<Preferences>()(
  persist((): Preferences => ({ way: 'order', became: false, pick: false }), { name: 'rank' })
)
