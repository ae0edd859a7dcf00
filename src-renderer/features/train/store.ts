import { useEffect } from 'react'
import type { ErrorEnvelope } from '@contract/errors'
import { create } from 'zustand'
import { call, envelopeOf, useEvent } from '../../bridge'
import { addEvents, noSeries, type RunSeries } from './series'

type Live = { runId: string | null; series: RunSeries; error: ErrorEnvelope | null; ready: boolean }

const none: Live = { runId: null, series: noSeries, error: null, ready: false }

const useLive = create<Live>(() => none)

/** The run's figures so far and as they come. */
export const useRunSeries = (runId: string): Live & { again: () => void } => {
  const live = useLive()
  useEvent('runs.events', (told) => {
    if (told.runId !== useLive.getState().runId) return
    useLive.setState(({ series }) => ({ series: addEvents(series, told.events) }))
  })
  useEffect(() => {
    void open(runId)
  }, [runId])
  return { ...(live.runId === runId ? live : none), again: () => void open(runId) }
}

/** Listening has begun by now, so that nothing is lost between the reading and the first news. */
const open = async (runId: string): Promise<void> => {
  useLive.setState({ ...none, runId })
  try {
    const events = await call('runs.events', { id: runId })
    if (useLive.getState().runId !== runId) return
    useLive.setState(({ series }) => ({
      series: addEvents(addEvents(noSeries, events), series.events),
      ready: true
    }))
  } catch (error) {
    if (useLive.getState().runId === runId) useLive.setState({ error: envelopeOf(error) })
  }
}
