import { create } from 'zustand'

const useSaid = create<{ text: string }>(() => ({ text: '' }))

/** Says a sentence to screen readers when they have time for it. */
export const announce = (text: string) => {
  // The same sentence twice needs a change to be heard again.
  useSaid.setState(({ text: before }) => ({ text: before === text ? `${text}\u00a0` : text }))
}

/** The one polite live region. */
export const LiveRegion = () => (
  <div className="vh" role="status" aria-live="polite">
    {useSaid((said) => said.text)}
  </div>
)
