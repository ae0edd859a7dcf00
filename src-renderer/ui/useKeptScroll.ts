import { useCallback } from 'react'
import { useLocation } from 'wouter'
import { keep, keptValue } from './kept'

/**
 * Keeps where an element is scrolled to, over leaving the screen and over restarts. Put what it
 * returns on the element as its `ref`. `name` tells several on one screen apart.
 */
export const useKeptScroll = (
  name = 'page'
): ((element: HTMLElement | null) => (() => void) | undefined) => {
  const [place] = useLocation()
  const key = `scroll ${name} ${place}`
  return useCallback((element) => (element ? follow(element, key) : undefined), [key])
}

/** How long content may take to grow to where it was; then it stays where it is. */
const GROWING_MS = 3000

const follow = (element: HTMLElement, key: string): (() => void) => {
  const kept = keptValue(key)
  let wanted = typeof kept === 'number' ? kept : 0
  const restore = (): void => {
    if (wanted === 0) return
    element.scrollTop = wanted
    if (Math.abs(element.scrollTop - wanted) <= 1) wanted = 0
  }
  // Lists are read in after the page is drawn: what is too short now may be long enough soon.
  const growth = new MutationObserver(restore)
  growth.observe(element, { childList: true, subtree: true })
  const settled = setTimeout(() => {
    wanted = 0
    growth.disconnect()
  }, GROWING_MS)
  const letGo = (): void => {
    wanted = 0
  }
  const write = (): void => {
    if (wanted === 0) keep(key, element.scrollTop === 0 ? undefined : element.scrollTop)
  }
  element.addEventListener('scroll', write, { passive: true })
  element.addEventListener('wheel', letGo, { passive: true })
  element.addEventListener('keydown', letGo)
  restore()
  return () => {
    clearTimeout(settled)
    growth.disconnect()
    element.removeEventListener('scroll', write)
    element.removeEventListener('wheel', letGo)
    element.removeEventListener('keydown', letGo)
  }
}
