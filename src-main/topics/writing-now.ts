/** Which topics are being written or wait for it: true for a moment, so it is not in the database. */
export type WritingNow = {
  stateOf: (topicId: string) => 'writing' | 'waiting' | null
  set: (topicId: string, state: 'writing' | 'waiting' | null) => void
}

export function createWritingNow(): WritingNow {
  const states = new Map<string, 'writing' | 'waiting'>()
  return {
    stateOf: (topicId) => states.get(topicId) ?? null,
    set: (topicId, state) => {
      if (state === null) states.delete(topicId)
      else states.set(topicId, state)
    }
  }
}
