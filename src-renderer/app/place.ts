import { useEffect, useRef } from 'react'
import { useLocation } from 'wouter'

/** Opens each project where it was last left, and remembers where it is now. */
export const usePlace = (projectPath: string | undefined): string => {
  const [place, navigate] = useLocation()
  const opened = useRef<string | undefined>(undefined)
  useEffect(() => {
    if (projectPath === undefined) return
    if (opened.current === projectPath) {
      localStorage.setItem(keyOf(projectPath), place)
      return
    }
    // A window that was only reloaded stays where its address says.
    const reloaded = opened.current === undefined && window.location.hash !== ''
    opened.current = projectPath
    if (!reloaded) navigate(localStorage.getItem(keyOf(projectPath)) ?? '/', { replace: true })
  }, [projectPath, place, navigate])
  return place
}

const keyOf = (projectPath: string): string => `place ${projectPath}`
