import { MessageSquare, Pencil, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { Draft } from '@contract/drafts'
import type { Comment } from '@contract/rankings'
import type { Topic } from '@contract/topics'
import { call, useAct, useCall } from '../../bridge'
import { Button, IconButton } from '../../ui/Button'
import { ErrorNote } from '../../ui/ErrorNote'
import { showFailure } from '../../ui/Failure'
import { Section } from '../../ui/Page'
import { Segments } from '../../ui/Segments'
import { offerUndo } from '../../ui/Toast'
import { letter, when } from '../../ui/words'
import { CommentForm } from './CommentForm'
import { useCommenting } from './commenting'

type TopicCommentsProps = { topic: Topic; drafts: readonly Draft[] }

/** What the person noted about the topic and its drafts; each can be changed and deleted. */
export const TopicComments = ({ topic, drafts }: TopicCommentsProps) => {
  const topicId = topic.id
  const comments = useCall('comments.list', { topicId })
  const { open, setOpen } = useCommenting(topicId)
  const shown = comments.data ?? []
  return (
    <Section
      title="Comments"
      end={
        !open && (
          <Button look="quiet" icon={<MessageSquare />} onClick={() => setOpen(true)}>
            Comment
          </Button>
        )
      }
    >
      {comments.error && (
        <ErrorNote
          className="mt-4"
          error={comments.error}
          onRetry={() => void comments.refetch()}
        />
      )}
      {comments.data && shown.length === 0 && !open && (
        <p className="muted mt-3">
          No comments yet. They are notes for you; nothing is trained on them.
        </p>
      )}
      <ul className="max-w-measure">
        {shown.map((comment) => (
          <CommentRow key={comment.id} comment={comment} about={aboutOf(comment, drafts)} />
        ))}
      </ul>
      {open && <AddComment topicId={topicId} drafts={drafts} onClose={() => setOpen(false)} />}
    </Section>
  )
}

/** “A”, or what the comment is about when its draft is no longer shown. */
const aboutOf = ({ draftId }: Comment, drafts: readonly Draft[]): string | null => {
  if (draftId === null) return null
  const draft = drafts.find(({ id }) => id === draftId)
  return draft ? `On ${letter(draft.variantIndex)}` : 'On an earlier draft'
}

type CommentRowProps = { comment: Comment; about: string | null }

const CommentRow = ({ comment, about }: CommentRowProps) => {
  const [typed, setTyped] = useState<string | null>(null)
  const edit = useAct('comments.edit')
  const { id, text, createdAt } = comment
  const close = () => setTyped(null)
  if (typed !== null) {
    return (
      <li className="comment">
        <CommentForm
          text={typed}
          onText={setTyped}
          button="Save the comment"
          working={edit.isPending ? 'Saving' : null}
          error={edit.error}
          onSave={(next) => edit.mutate({ id, text: next }, { onSuccess: close })}
          onClose={close}
        />
      </li>
    )
  }
  return (
    <li className="comment row items-start gap-3">
      <div className="grow">
        <p className="selectable whitespace-pre-wrap">{text}</p>
        <p className="small faint mt-0.5">
          {about && <>{about}, </>}
          <time dateTime={new Date(createdAt).toISOString()}>{when(createdAt)}</time>
        </p>
      </div>
      <span className="acts row">
        <IconButton label="Edit the comment" onClick={() => setTyped(text)}>
          <Pencil />
        </IconButton>
        <IconButton
          label="Delete the comment"
          onClick={() => void remove(comment).catch(showFailure)}
        >
          <Trash2 />
        </IconButton>
      </span>
    </li>
  )
}

const remove = async ({ id }: Comment) => {
  await call('comments.delete', { id })
  offerUndo('Comment deleted', () => call('comments.restore', { id }))
}

type AddCommentProps = { topicId: string; drafts: readonly Draft[]; onClose: () => void }

const AddComment = ({ topicId, drafts, onClose }: AddCommentProps) => {
  const add = useAct('comments.add')
  const { text, setText } = useCommenting(topicId)
  const [about, setAbout] = useState('topic')
  const draftId = about === 'topic' ? null : about
  return (
    <div className="mt-3 max-w-measure">
      <div className="mb-2">
        <Segments
          label="What the comment is about"
          value={about}
          onChange={setAbout}
          segments={[
            { value: 'topic', label: 'The topic' },
            ...drafts.map(({ id, variantIndex }) => ({ value: id, label: letter(variantIndex) }))
          ]}
        />
      </div>
      <CommentForm
        text={text}
        onText={setText}
        button="Add comment"
        working={add.isPending ? 'Adding' : null}
        error={add.error}
        onSave={(saved) => add.mutate({ topicId, draftId, text: saved }, { onSuccess: onClose })}
        onClose={onClose}
      />
    </div>
  )
}
