import { Trash2 } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { Comment, SittingItem } from '@contract/rankings'
import { Button, IconButton } from '../../ui/Button'
import { ErrorNote } from '../../ui/ErrorNote'
import { useShortcut } from '../../ui/shortcuts/useShortcut'
import { letter } from '../../ui/words'
import { deleteComment, keepComment, leaveComment, openComment, saveComment } from './commenting'
import { subjectKey, useKept, type Subject } from './kept'

type CommentsProps = {
  item: SittingItem
  /** Null for comments on the topic. */
  draftId: string | null
  comments: readonly Comment[]
}

/** What the person noted on a draft or on the topic, quietly, and the editor when it is open. */
export const Comments = ({ item, draftId, comments }: CommentsProps) => {
  const { commenting } = useKept(item)
  const here = commenting?.draftId === draftId ? commenting : null
  return (
    <div className="comments" data-comments={draftId === null ? 'topic' : 'draft'}>
      {comments.length > 0 && (
        <ul aria-label={`Comments on ${nameOf(item, draftId)}`}>
          {comments.map((comment) =>
            here?.commentId === comment.id ? (
              <li key={comment.id}>
                <CommentEditor item={item} subject={here} before={comment.text} />
              </li>
            ) : (
              <CommentLine key={comment.id} item={item} comment={comment} />
            )
          )}
        </ul>
      )}
      {here?.commentId === null && <CommentEditor item={item} subject={here} before="" />}
    </div>
  )
}

const CommentLine = ({ item, comment }: { item: SittingItem; comment: Comment }) => (
  <li className="comment-line">
    <button
      type="button"
      title="Edit the comment"
      onClick={() => openComment(item, { draftId: comment.draftId, commentId: comment.id })}
    >
      {comment.text}
    </button>
    <IconButton label="Delete the comment" onClick={() => void deleteComment(comment)}>
      <Trash2 />
    </IconButton>
  </li>
)

type CommentEditorProps = { item: SittingItem; subject: Subject; before: string }

/** A few lines in place. Leaving keeps what was typed. */
const CommentEditor = ({ item, subject, before }: CommentEditorProps) => {
  const { comments } = useKept(item)
  const [saving, setSaving] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const area = useRef<HTMLTextAreaElement>(null)
  const text = comments[subjectKey(subject)] ?? before
  useShortcut('escape', () => leaveComment(item))
  useEffect(() => {
    area.current?.focus()
    area.current?.setSelectionRange(area.current.value.length, area.current.value.length)
  }, [])
  const save = async () => {
    setSaving(true)
    setError(null)
    try {
      await saveComment(item, subject, text.trim())
    } catch (failure) {
      setError(failure)
      setSaving(false)
    }
  }
  return (
    <div className="comment-editor">
      <label>
        <span className="small med">
          Comment on {nameOf(item, subject.draftId)}, for you and for the record
        </span>
        <textarea
          ref={area}
          className="area"
          rows={2}
          maxLength={4000}
          value={text}
          spellCheck
          onChange={({ target }) => keepComment(item, subject, target.value)}
        />
      </label>
      <Button
        look="primary"
        command="app.commit"
        working={saving && 'Saving'}
        off={text.trim() === '' && 'The comment is empty.'}
        onClick={() => void save()}
      >
        Save comment
      </Button>
      {error !== null && <ErrorNote error={error} onRetry={() => void save()} />}
    </div>
  )
}

/** While the draft is edited the comment is saved with the edit. */
export const CommentWithEdit = ({ item, draftId }: { item: SittingItem; draftId: string }) => {
  const { comments } = useKept(item)
  const subject = { draftId, commentId: null }
  return (
    <label className="comment-editor">
      <span className="small med">Comment, for you and for the record</span>
      <textarea
        className="area"
        rows={2}
        maxLength={4000}
        value={comments[subjectKey(subject)] ?? ''}
        spellCheck
        onChange={({ target }) => keepComment(item, subject, target.value)}
      />
    </label>
  )
}

const nameOf = ({ drafts }: SittingItem, draftId: string | null): string => {
  const place = drafts.findIndex(({ id }) => id === draftId)
  return place < 0 ? 'the topic' : `draft ${letter(place)}`
}
