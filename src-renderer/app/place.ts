import { useEffect, useLayoutEffect } from 'react'
import { useLocation } from 'wouter'
import { openKept, useKeptProject } from '../ui/kept'

/**
 * Opens each project where it was last left, and remembers where it is now. `opened` is false until
 * the address is that of the project: no other screen is drawn before.
 */
export const usePlace = (projectPath: string | undefined): { place: string; opened: boolean } => {
  const [place, navigate] = useLocation()
  const before = useKeptProject()
  const opened = projectPath !== undefined && before === projectPath
  useLayoutEffect(() => {
    if (projectPath === undefined || opened) return
    // A window that was only reloaded stays where its address says.
    const reloaded = before === null && window.location.hash !== ''
    openKept(projectPath)
    if (!reloaded) navigate(localStorage.getItem(keyOf(projectPath)) ?? '/', { replace: true })
  }, [projectPath, opened, before, navigate])
  useEffect(() => {
    if (opened) localStorage.setItem(keyOf(projectPath), place)
  }, [opened, projectPath, place])
  return { place, opened }
}

const keyOf = (projectPath: string): string => `place ${projectPath}`
