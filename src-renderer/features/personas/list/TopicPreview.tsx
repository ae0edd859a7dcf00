import type { Topic } from '@contract/topics'
import { Button } from '../../../ui/Button'
import { Dialog } from '../../../ui/Dialog'
import { moveTo, stepFrom } from '../../../ui/table/selection'
import { useShortcut } from '../../../ui/shortcuts/useShortcut'
import { TopicStatus } from './status'
import { sayChanged } from './words'
import type { TopicList } from './useTopicList'

type TopicPreviewProps = {
  list: TopicList
  open: boolean
  onClose: () => void
  onOpen: (topic: Topic) => void
}

/** A look at the topic under the keys; the arrows look at the next. */
export const TopicPreview = ({ list, open, onClose, onOpen }: TopicPreviewProps) => {
  const { active } = list.selection
  const topic = active === null ? undefined : list.rows.rowAt(active)
  if (!topic) return null
  const go = (by: number) =>
    list.choose(moveTo(list.selection, stepFrom(list.selection, by, list.rows.total)))
  return (
    <Dialog
      open={open}
      onClose={onClose}
      wide
      reading
      title={topic.title}
      text={
        <span className="row flex-wrap gap-4">
          <TopicStatus topic={topic} />
          {topic.kind && <span>{topic.kind}</span>}
          <span>{topic.personaName}</span>
          <span>Changed {sayChanged(topic.updatedAt)}</span>
        </span>
      }
      onArrow={(key) => {
        if (key === 'ArrowDown') go(1)
        if (key === 'ArrowUp') go(-1)
      }}
      aside={<PreviewKeys onClose={onClose} />}
      actions={
        <>
          <Button keys="escape" onClick={onClose}>
            Close
          </Button>
          <Button look="primary" keys="enter" onClick={() => onOpen(topic)}>
            Open topic
          </Button>
        </>
      }
    >
      <p className="read sm mt-4 whitespace-pre-line">{topic.prompt}</p>
    </Dialog>
  )
}

/** Inside the dialog, where the keys are its own. */
const PreviewKeys = ({ onClose }: { onClose: () => void }) => {
  useShortcut(' ', onClose)
  return <>↑ ↓ look at the others</>
}
