import { create } from 'zustand'
import { persist } from 'zustand/middleware'
import type { Theme } from '@contract/window'
import { call } from '../bridge'

export type { Theme }

type Appearance = {
  theme: Theme
  /** Size of drafts and other reading text, in px; the line keeps its ratio of 28 to 17. */
  readingSize: number
}

/** How the window looks on this machine; not part of the project. */
export const useAppearance = create<Appearance>()(
  persist((): Appearance => ({ theme: 'system', readingSize: 17 }), { name: 'appearance' })
)

/** Puts the choice on the document, now and whenever it changes. */
export const applyTheme = (): void => {
  apply(useAppearance.getState())
  useAppearance.subscribe(apply)
}

/** Also for what the system draws: title bar, menus, dialogs, and the paper of the next start. */
export const applyToSystem = async (theme: Theme): Promise<void> => {
  await call('window.theme', { theme })
}

const apply = ({ theme, readingSize }: Appearance): void => {
  const { dataset, style } = document.documentElement
  if (theme === 'system') delete dataset.theme
  else dataset.theme = theme
  style.setProperty('--text-read', `${readingSize}px`)
  style.setProperty('--leading-read', `${Math.round((readingSize * 28) / 17)}px`)
}
