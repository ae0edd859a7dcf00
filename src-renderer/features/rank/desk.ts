import { create } from 'zustand'

/** How the person looks at the topic on the screen. What they type is in `kept`. */
type Desk = {
  /** The draft that has the focus, by place. */
  focus: number | null
  /** One draft in a wide column. */
  expanded: boolean
  /** D is held: what the others have and the best has not. */
  comparing: boolean
}

const clear: Desk = { focus: null, expanded: false, comparing: false }

export const useDesk = create<Desk>(() => clear)

export const clearDesk = (): void => useDesk.setState(clear)

/**
 * Looks at a draft: the ring is drawn around it and a screen reader reads it. At once: the next key
 * may open an editor, which must not lose the focus again.
 */
export const lookAt = (place: number): void => {
  useDesk.setState({ focus: place })
  if (!useDesk.getState().expanded) focusDraft(place)
}

/** Puts the keyboard's focus into the text of a draft. */
export const focusDraft = (place: number): void => boxOf(place)?.focus({ preventScroll: true })

/** Two lines at a time, in the draft that has the focus. */
export const scrollDraft = (direction: 1 | -1): void =>
  boxOf(useDesk.getState().focus ?? 0)?.scrollBy({ top: direction * 56 })

/** Where the text of a draft scrolls. */
const boxOf = (place: number): HTMLElement | undefined => {
  const boxes = document.querySelectorAll<HTMLElement>('.rank .galley-text')
  return boxes[boxes.length === 1 ? 0 : place]
}
