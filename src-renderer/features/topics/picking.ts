import { create } from 'zustand'

type Asked = { topicId: string; at: number } | null

const useAsked = create<{ asked: Asked }>(() => ({ asked: null }))

type Picking = {
  open: boolean
  /** Milliseconds since it was asked for. */
  elapsedMs: () => number
  setOpen: (open: boolean) => void
}

/**
 * Whether the person asked what the reward model thinks of this topic before ranking it. Forgotten
 * when another topic is asked about: an opinion is never shown unasked.
 */
export const usePicking = (topicId: string): Picking => {
  const asked = useAsked((state) => (state.asked?.topicId === topicId ? state.asked : null))
  return {
    open: asked !== null,
    elapsedMs: () => (asked === null ? 0 : Date.now() - asked.at),
    setOpen: (open: boolean) =>
      useAsked.setState({ asked: open ? { topicId, at: Date.now() } : null })
  }
}
