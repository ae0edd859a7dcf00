import type { Persona } from '@contract/personas'
import { call, useAct, useCall } from '../../../bridge'
import { announce } from '../../../ui/announce'
import { showFailure } from '../../../ui/Failure'
import { count } from '../../../ui/words'

type AddTopics = {
  /** Adds one topic a line, and has their drafts written when asked to. */
  add: (text: string, writeNow: boolean) => void
  adding: boolean
  error: unknown
  /** How many drafts a topic gets. */
  drafts: number
}

/** Adds lines to a persona's topics. */
export const useAddTopics = (persona: Persona, onAdded: () => void): AddTopics => {
  const paste = useAct('topics.paste')
  const settings = useCall('engines.settings', {})
  return {
    adding: paste.isPending,
    error: paste.error,
    drafts: persona.draftsPerTopic ?? settings.data?.draftsPerTopic ?? 3,
    add: (text, writeNow) =>
      paste.mutate(
        { personaId: persona.id, text },
        {
          onSuccess: ({ added }) => {
            announce(`${count(added.length, 'topic')} added.`)
            onAdded()
            const topicIds = added.map(({ id }) => id)
            if (writeNow && topicIds.length > 0) {
              call('drafts.write', { topicIds }).catch(showFailure)
            }
          }
        }
      )
  }
}
