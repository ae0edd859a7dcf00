import fs from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { Theme } from '@contract/window'

const Bounds = z.object({ x: z.int(), y: z.int(), width: z.int(), height: z.int() })
export type Bounds = z.infer<typeof Bounds>

const WindowState = z.object({
  /** Of the window when it is neither maximised nor full screen; null before the first start. */
  bounds: Bounds.nullable().catch(null),
  maximised: z.boolean().catch(false),
  fullScreen: z.boolean().catch(false),
  zoom: z.number().min(0.5).max(2).catch(1),
  theme: Theme.catch('system'),
  /** The project that was chosen last; null for the person's own. */
  project: z.string().nullable().catch(null)
})
export type WindowState = z.infer<typeof WindowState>

export type WindowStateFile = {
  read: () => WindowState
  update: (changes: Partial<WindowState>) => void
}

/** How the window was left, in `window.json` of the data folder. A damaged file costs its place. */
export function windowStateFile(dataDir: string): WindowStateFile {
  const file = path.join(dataDir, 'window.json')
  let state = load(file)
  return {
    read: () => state,
    update: (changes) => {
      const next = { ...state, ...changes }
      if (JSON.stringify(next) === JSON.stringify(state)) return
      state = next
      fs.mkdirSync(dataDir, { recursive: true })
      const staged = `${file}.part`
      fs.writeFileSync(staged, JSON.stringify(next))
      fs.renameSync(staged, file)
    }
  }
}

function load(file: string): WindowState {
  try {
    return WindowState.parse(JSON.parse(fs.readFileSync(file, 'utf8')))
  } catch {
    // None was written yet, or it cannot be read: the window opens as it does the first time.
    return WindowState.parse({})
  }
}

/** Of the title bar at least so much must be on a display, to take hold of it. */
const GRIP = { width: 120, height: 40 }

/**
 * Where the window can open now: where it was, moved back when its display is gone and made smaller
 * when the display is. Null lets the system choose.
 *
 * @param displays their work areas, the primary one first; in the same pixels as the bounds
 */
export function placeOn(bounds: Bounds | null, displays: readonly Bounds[]): Bounds | null {
  const [primary] = displays
  if (bounds === null || primary === undefined) return null
  const display = displays.find((area) => holdsGrip(bounds, area))
  if (display) return { ...bounds, ...sizeOn(bounds, display) }
  const size = sizeOn(bounds, primary)
  return {
    ...size,
    x: primary.x + Math.round((primary.width - size.width) / 2),
    y: primary.y + Math.round((primary.height - size.height) / 2)
  }
}

const sizeOn = (bounds: Bounds, area: Bounds): { width: number; height: number } => ({
  width: Math.min(bounds.width, area.width),
  height: Math.min(bounds.height, area.height)
})

const holdsGrip = (bounds: Bounds, area: Bounds): boolean => {
  const seen = Math.min(bounds.x + bounds.width, area.x + area.width) - Math.max(bounds.x, area.x)
  const inside = bounds.y >= area.y && bounds.y + GRIP.height <= area.y + area.height
  return seen >= GRIP.width && inside
}
