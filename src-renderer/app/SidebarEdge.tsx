import { useRef, type KeyboardEvent, type PointerEvent } from 'react'
import { setSidebarWidth, SIDEBAR, useFrame } from './frame-store'

/** Between sidebar and page: drag it, move it by the arrow keys, double-click for its own width. */
export const SidebarEdge = () => {
  const { sidebarWidth } = useFrame()
  const start = useRef<{ x: number; width: number } | null>(null)
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0) return
    event.currentTarget.setPointerCapture(event.pointerId)
    start.current = { x: event.clientX, width: sidebarWidth }
  }
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    if (start.current) setSidebarWidth(start.current.width + event.clientX - start.current.x)
  }
  const onPointerUp = () => {
    start.current = null
  }
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const width = widthAfter(event, sidebarWidth)
    if (width === null) return
    event.preventDefault()
    setSidebarWidth(width)
  }
  return (
    <div
      className="side-edge"
      role="separator"
      aria-orientation="vertical"
      aria-label="Width of the sidebar"
      aria-valuemin={SIDEBAR.min}
      aria-valuemax={SIDEBAR.max}
      aria-valuenow={sidebarWidth}
      aria-valuetext={`${sidebarWidth} pixels`}
      tabIndex={0}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={onPointerUp}
      onDoubleClick={() => setSidebarWidth(SIDEBAR.own)}
      onKeyDown={onKeyDown}
    />
  )
}

/** With Shift the arrows move farther; Return does what the double click does. */
const widthAfter = ({ key, shiftKey }: KeyboardEvent, width: number): number | null => {
  const step = shiftKey ? 40 : 10
  switch (key) {
    case 'ArrowLeft':
      return width - step
    case 'ArrowRight':
      return width + step
    case 'Home':
      return SIDEBAR.min
    case 'End':
      return SIDEBAR.max
    case 'Enter':
      return SIDEBAR.own
    default:
      return null
  }
}
