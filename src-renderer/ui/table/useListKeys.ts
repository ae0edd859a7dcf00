import type { KeyboardEvent } from 'react'
import { useCommand } from '../commands/useCommand'
import { useShortcut } from '../shortcuts/useShortcut'
import { clear, moveTo, stepFrom, toggle, type Selection } from './selection'

type ListKeys = {
  total: number
  selection: Selection
  onSelection: (next: Selection) => void
  idAt: (index: number) => string | undefined
  /** Chooses from the anchor to a row. */
  onExtend: (index: number) => void
  onChooseAll: () => void
  onOpen: (index: number) => void
  onPreview: ((index: number) => void) | undefined
  /** Brings a row into view and the focus to the list. */
  onReach: (index: number) => void
  /** False for a list whose rows are only opened. */
  choosing: boolean
  /** How many rows a page key moves. */
  page: number
}

/** The keys of a list, wherever the focus is on its page. Returns those that need it in the list. */
export const useListKeys = ({
  total,
  selection,
  onSelection,
  idAt,
  onExtend,
  onChooseAll,
  onOpen,
  onPreview,
  onReach,
  choosing,
  page
}: ListKeys): ((event: KeyboardEvent) => void) => {
  const { active, chosen } = selection
  const any = total > 0
  const go = (index: number) => {
    onSelection(moveTo(selection, index))
    onReach(index)
  }
  const step = (by: number) => go(stepFrom(selection, by, total))
  const extend = (by: number) => {
    const index = stepFrom(selection, by, total)
    onExtend(index)
    onReach(index)
  }
  const pick = () => {
    const id = active === null ? undefined : idAt(active)
    if (active !== null && id !== undefined) onSelection(toggle(selection, active, id))
  }
  const held = { enabled: any, repeat: true }
  useShortcut('arrowdown', () => step(1), held)
  useShortcut('arrowup', () => step(-1), held)
  useShortcut('shift+arrowdown', () => extend(1), { ...held, enabled: any && choosing })
  useShortcut('shift+arrowup', () => extend(-1), { ...held, enabled: any && choosing })
  useShortcut('enter', () => active !== null && onOpen(active), { enabled: active !== null })
  useShortcut('escape', () => onSelection(clear(selection)), { enabled: chosen.size > 0 })
  useCommand('list.preview', () => active !== null && onPreview?.(active), {
    enabled: active !== null && onPreview !== undefined
  })
  useCommand('list.select', pick, { enabled: active !== null && choosing })
  useCommand('list.all', onChooseAll, { enabled: any && choosing })
  return (event: KeyboardEvent) => {
    const to = { Home: 0, End: total - 1 }[event.key]
    const by = { PageDown: page, PageUp: -page }[event.key]
    if (!any || event.metaKey || event.ctrlKey || event.altKey) return
    if (to === undefined && by === undefined) return
    event.preventDefault()
    if (to !== undefined) go(to)
    if (by !== undefined) step(by)
  }
}
