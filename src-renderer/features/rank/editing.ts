import type { SittingItem } from '@contract/rankings'
import { call } from '../../bridge'
import { showFailure } from '../../ui/Failure'
import { keep, keptOf, subjectKey } from './kept'
import type { Edit } from './scene'
import { send } from './store'

/** Opens the draft for editing: with what was typed before, else its edit, else its own text. */
export const openEdit = (item: SittingItem, place: number, edit: Edit | null): void => {
  const typed = keptOf(item).edits[place]
  const text = typed ?? (edit?.place === place ? edit.text : item.drafts[place]?.text) ?? ''
  keepText(item, place, text)
  keep(item, { editing: place })
}

export const keepText = (item: SittingItem, place: number, text: string): void =>
  keep(item, { edits: { ...keptOf(item).edits, [place]: text } })

/** Back to the drafts; what was typed waits for the next time. */
export const leaveEdit = (item: SittingItem, place: number): void => {
  const typed = keptOf(item).edits[place]
  if (typed === item.drafts[place]?.text) dropText(item, place)
  keep(item, { editing: null })
  focusPage()
}

/**
 * Saves the text as the person's edit, with a comment on the draft if one was written. Unchanged
 * text is no edit: saving it takes an earlier edit back.
 */
export const saveEdit = (item: SittingItem, place: number): void => {
  const draft = item.drafts[place]
  const kept = keptOf(item)
  const text = kept.edits[place]?.trim()
  if (!draft || !text) return
  dropText(item, place)
  keep(item, { editing: null })
  send({ type: 'edited', edit: text === draft.text.trim() ? null : { place, text } })
  focusPage()
  const key = subjectKey({ draftId: draft.id, commentId: null })
  const comment = kept.comments[key]?.trim()
  if (comment) void addComment(item, draft.id, comment).catch(showFailure)
}

/** Takes back what was typed since the editor opened for the first time. */
export const startOver = (item: SittingItem, place: number): void =>
  keepText(item, place, item.drafts[place]?.text ?? '')

const dropText = (item: SittingItem, place: number): void => {
  keep(item, { edits: without(keptOf(item).edits, String(place)) })
}

/** Stores a new comment; its text is kept until it is on disk. */
const addComment = async (item: SittingItem, draftId: string, text: string): Promise<void> => {
  await call('comments.add', { topicId: item.topicId, draftId, text })
  dropComment(item, { draftId, commentId: null })
}

/** Takes the text of a comment out of what is kept. */
export const dropComment = (
  item: SittingItem,
  subject: { draftId: string | null; commentId: string | null }
): void => {
  keep(item, { comments: without(keptOf(item).comments, subjectKey(subject)) })
}

/** Keys act again: nothing that has gone holds the focus. */
export const focusPage = (): void => document.getElementById('page')?.focus({ preventScroll: true })

const without = (
  texts: Readonly<Record<string, string>> | undefined,
  key: string
): Record<string, string> =>
  Object.fromEntries(Object.entries(texts ?? {}).filter(([other]) => other !== key))
