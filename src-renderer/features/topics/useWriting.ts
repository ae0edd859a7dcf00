import { create } from 'zustand'
import type { Sampling, Writer } from '@contract/generation'
import type { Topic } from '@contract/topics'
import { useAct, useCall } from '../../bridge'

/** Who writes and how, for the next writing from this page. */
export type WritingSettings = {
  /** Null where there is no model at all. */
  writer: Writer | null
  sampling: Sampling
  count: number
  /** Of the first draft; the others follow from it. Null for a random one each time. */
  seed: number | null
}

type Chosen = { byPersona: Record<string, Partial<WritingSettings>> }

/** What was changed beside the galleys, by persona; holds until the app is closed. */
const useChosen = create<Chosen>(() => ({ byPersona: {} }))

export type Writing = {
  /** Null until the settings are known. */
  settings: WritingSettings | null
  /** What holds when nothing is changed here: the persona's own writer, else the default. */
  defaults: WritingSettings | null
  /** The persona has a writer of its own. */
  own: boolean
  setSettings: (change: Partial<WritingSettings>) => void
  start: () => void
  /** Writes one draft of the latest set anew. */
  startOne: (index: number) => void
  /** Does again whatever failed. */
  retry: () => void
  isPending: boolean
  /** The index of the draft that is about to be written again. */
  pendingOne: number | null
  error: Error | null
}

/** Writes drafts for the topic with the settings beside it. */
export const useWriting = (topic: Topic): Writing => {
  const { defaults, own } = useDefaults(topic.personaId)
  const write = useAct('drafts.write')
  const again = useAct('drafts.writeAgain')
  const { byPersona } = useChosen()
  const chosen = byPersona[topic.personaId]
  const settings = defaults && { ...defaults, ...chosen }
  const start = () => {
    again.reset()
    write.mutate({
      topicIds: [topic.id],
      ...(settings && { sampling: settings.sampling, count: settings.count }),
      ...writerOf(settings),
      ...(settings && settings.seed !== null && { seed: settings.seed })
    })
  }
  const startOne = (index: number) => {
    write.reset()
    again.mutate({
      topicId: topic.id,
      index,
      ...(settings && { sampling: settings.sampling }),
      ...writerOf(settings)
    })
  }
  return {
    settings,
    defaults,
    own,
    setSettings: (change) =>
      useChosen.setState({
        byPersona: { ...byPersona, [topic.personaId]: { ...chosen, ...change } }
      }),
    start,
    startOne,
    retry: () => (again.error ? startOne(again.variables.index) : start()),
    isPending: write.isPending,
    pendingOne: again.isPending ? again.variables.index : null,
    error: write.error ?? again.error
  }
}

const writerOf = (settings: WritingSettings | null) =>
  settings?.writer ? { writer: settings.writer } : {}

/** The persona's own writer and number of drafts before those of the settings. */
const useDefaults = (personaId: string): { defaults: WritingSettings | null; own: boolean } => {
  const general = useCall('engines.settings', {})
  const persona = useCall('personas.get', { id: personaId })
  if (!general.data || persona.isPending) return { defaults: null, own: false }
  const own = persona.data?.writer ?? null
  return {
    own: own !== null,
    defaults: {
      writer: own ?? general.data.writer,
      sampling: general.data.sampling,
      count: persona.data?.draftsPerTopic ?? general.data.draftsPerTopic,
      seed: null
    }
  }
}
