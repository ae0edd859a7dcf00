import { create } from 'zustand'

/** What the person looks at and types while one topic is on the screen. */
type Desk = {
  /** The draft that has the focus, by place. */
  focus: number | null
  /** One draft in a wide column. */
  expanded: boolean
  /** The draft being edited, and its text so far. */
  editing: { place: number; text: string } | null
  /** D is held: what the others have and the best has not. */
  comparing: boolean
}

const clear: Desk = { focus: null, expanded: false, editing: null, comparing: false }

export const useDesk = create<Desk>(() => clear)

export const clearDesk = (): void => useDesk.setState(clear)
