import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { callKey } from '../bridge'

/** Servers start and stop outside: whoever comes back to the window wants the state of now. */
export const useEngineWatch = (): void => {
  const client = useQueryClient()
  useEffect(() => {
    const look = () => void client.invalidateQueries({ queryKey: callKey('engines.status', {}) })
    addEventListener('focus', look)
    return () => removeEventListener('focus', look)
  }, [client])
}
