import { create } from 'zustand'
import type { Sampling, Writer } from '@contract/generation'
import type { Topic } from '@contract/topics'
import { useAct, useCall } from '../../bridge'

/** Who writes and how, for the next writing from this page. */
export type WritingSettings = { writer: Writer; sampling: Sampling; count: number }

type Chosen = { chosen: Partial<WritingSettings> }

/** What was changed beside the galleys; holds until the app is closed. */
const useChosen = create<Chosen>(() => ({ chosen: {} }))

export type Writing = {
  /** Null until the settings are known. */
  settings: WritingSettings | null
  setSettings: (change: Partial<WritingSettings>) => void
  start: () => void
  isPending: boolean
  error: Error | null
}

/** Writes drafts for the topic with the settings beside it. */
export const useWriting = (topic: Topic): Writing => {
  const defaults = useCall('engines.settings', {})
  const write = useAct('drafts.write')
  const { chosen } = useChosen()
  const settings = defaults.data
    ? {
        writer: chosen.writer ?? defaults.data.writer,
        sampling: chosen.sampling ?? defaults.data.sampling,
        count: chosen.count ?? defaults.data.draftsPerTopic
      }
    : null
  return {
    settings,
    setSettings: (change) => useChosen.setState({ chosen: { ...chosen, ...change } }),
    start: () => write.mutate({ topicIds: [topic.id], ...settings }),
    isPending: write.isPending,
    error: write.error
  }
}
