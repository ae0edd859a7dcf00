import { create } from 'zustand'

/** The model whose name is being typed, if one is. */
export const useRenaming = create<{ id: string | null }>(() => ({ id: null }))

export const startRenaming = (id: string): void => useRenaming.setState({ id })
export const endRenaming = (): void => useRenaming.setState({ id: null })
