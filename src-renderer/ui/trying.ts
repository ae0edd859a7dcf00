import { useEffect, useEffectEvent } from 'react'
import { useLocation } from 'wouter'
import { create } from 'zustand'
import type { Job } from '@contract/jobs'
import type { Model } from '@contract/models'
import { call, useCall } from '../bridge'
import { showFailure } from './Failure'

type Trying = { adapterId: string; name: string; jobId: string | null }

/** The adapter that is being made ready; nobody waits for two at once. */
const useTrying = create<{ trying: Trying | null }>(() => ({ trying: null }))

/** Goes to the chat with an adapter on its base; one that is not ready for it is made so first. */
export const useTryNow = (): ((adapter: Model) => void) => {
  const [, navigate] = useLocation()
  return ({ id, name, canBeTried }) => {
    if (canBeTried) {
      navigate(`/models/chat/${id}`)
      return
    }
    useTrying.setState({ trying: { adapterId: id, name, jobId: null } })
    call('models.prepareTry', { adapterId: id }).then(
      ({ jobId }) => useTrying.setState({ trying: { adapterId: id, name, jobId } }),
      (error: unknown) => {
        useTrying.setState({ trying: null })
        showFailure(error)
      }
    )
  }
}

/** Follows what is being made ready, for the screen that it was asked on. */
export const useTriedSoon = (): { trying: Trying | null; job: Job | null } => {
  const [, navigate] = useLocation()
  const { trying } = useTrying()
  const jobId = trying?.jobId ?? null
  const job = useCall('jobs.get', { id: jobId ?? '' }, { enabled: jobId !== null })
  const done = job.data?.state.status === 'succeeded'
  const go = useEffectEvent(() => {
    if (trying) navigate(`/models/chat/${trying.adapterId}`)
    useTrying.setState({ trying: null })
  })
  useEffect(() => {
    if (done) go()
  }, [done])
  return { trying, job: job.data ?? null }
}
