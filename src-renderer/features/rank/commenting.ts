import type { Comment, SittingItem } from '@contract/rankings'
import { call } from '../../bridge'
import { announce } from '../../ui/announce'
import { showFailure } from '../../ui/Failure'
import { offerUndo } from '../../ui/Toast'
import { dropComment, focusPage } from './editing'
import { keep, keptOf, subjectKey, type Subject } from './kept'

/** Opens the editor of a comment, with what was typed before. */
export const openComment = (item: SittingItem, subject: Subject): void =>
  keep(item, { commenting: subject })

export const keepComment = (item: SittingItem, subject: Subject, text: string): void =>
  keep(item, { comments: { ...keptOf(item).comments, [subjectKey(subject)]: text } })

/** What was typed waits for the next time. */
export const leaveComment = (item: SittingItem): void => {
  keep(item, { commenting: null })
  focusPage()
}

/** Stores the comment; throws when main refuses, and then the text is still there. */
export const saveComment = async (
  item: SittingItem,
  subject: Subject,
  text: string
): Promise<void> => {
  const { topicId } = item
  const { draftId, commentId } = subject
  if (commentId === null) await call('comments.add', { topicId, draftId, text })
  else await call('comments.edit', { id: commentId, text })
  dropComment(item, subject)
  // Another editor may have been opened meanwhile.
  const { commenting } = keptOf(item)
  if (commenting && subjectKey(commenting) === subjectKey(subject)) leaveComment(item)
  announce('The comment is stored.')
}

/** Deletes at once; the toast takes it back. */
export const deleteComment = async ({ id }: Comment): Promise<void> => {
  try {
    await call('comments.delete', { id })
    offerUndo('Comment deleted.', () => call('comments.restore', { id }))
  } catch (error) {
    showFailure(error)
  }
}
