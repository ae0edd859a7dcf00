import { useShortcut } from '../../ui/shortcuts/useShortcut'
import { choose } from './Choice'
import { lookAt, scrollDraft, useDesk } from './desk'
import type { TopicScene } from './scene'

/**
 * The keys that are no commands: the number of each draft, also of those out of sight, and the
 * arrows. A number too many answers nothing.
 */
export const usePlaceKeys = (scene: TopicScene): void => {
  const enabled = scene.phase === 'choosing'
  const last = scene.item.drafts.length - 1
  const look = (by: 1 | -1) => {
    const from = useDesk.getState().focus ?? (by > 0 ? -1 : last + 1)
    lookAt(Math.min(Math.max(from + by, 0), last))
  }
  useShortcut('1', () => choose(scene, 0), { enabled })
  useShortcut('2', () => choose(scene, 1), { enabled })
  useShortcut('3', () => choose(scene, 2), { enabled })
  useShortcut('4', () => choose(scene, 3), { enabled })
  useShortcut('arrowleft', () => look(-1), { repeat: true })
  useShortcut('arrowright', () => look(1), { repeat: true })
  useShortcut('arrowup', () => scrollDraft(-1), { repeat: true })
  useShortcut('arrowdown', () => scrollDraft(1), { repeat: true })
}
