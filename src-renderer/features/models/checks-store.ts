import { create } from 'zustand'

/** The model whose checks are open, if one's are. */
export const useChecks = create<{ id: string | null }>(() => ({ id: null }))

export const openChecks = (id: string): void => useChecks.setState({ id })
export const closeChecks = (): void => useChecks.setState({ id: null })
