import { useEffect } from 'react'
import type { ServerName, ServerStatus } from '@contract/generation'
import { useAct, useCall } from '../../bridge'

export type ServerInView = {
  /** Undefined until it was looked at once. */
  status: ServerStatus | undefined
  /** Being looked at because the person asked. */
  checking: boolean
  check: () => void
  /** LM Studio's server is being turned on. */
  starting: boolean
  start: () => void
  loading: boolean
  load: (model: string, contextLength?: number) => void
  /** What went wrong while starting or checking. */
  trouble: Error | null
  /** Why the last model was not loaded. */
  notLoaded: Error | null
}

const LOOK_AGAIN_MS = 4000

/** A server, looked at anew for as long as it is not ready: people mend it outside. */
export const useServer = (server: ServerName): ServerInView => {
  const query = useCall('engines.serverStatus', { server })
  const check = useAct('engines.serverStatus')
  const start = useAct('engines.startServer')
  const load = useAct('engines.loadModel')
  const { refetch } = query
  const waits = query.data !== undefined && !atRest.has(query.data.state)

  useEffect(() => void refetch({ cancelRefetch: false }), [refetch])
  useEffect(() => {
    if (!waits) return
    const timer = setInterval(() => void refetch({ cancelRefetch: false }), LOOK_AGAIN_MS)
    return () => clearInterval(timer)
  }, [waits, refetch])

  const afterwards = { onSettled: () => void refetch() }
  return {
    status: query.data,
    checking: check.isPending,
    check: () => {
      start.reset()
      load.reset()
      check.mutate({ server }, afterwards)
    },
    starting: start.isPending,
    start: () => start.mutate({}, afterwards),
    loading: load.isPending,
    load: (model, contextLength) => load.mutate({ model, contextLength }, afterwards),
    trouble: start.error ?? check.error,
    notLoaded: load.error
  }
}

const atRest = new Set<ServerStatus['state']>(['ready', 'notSet', 'tokenNeeded', 'tokenRefused'])
