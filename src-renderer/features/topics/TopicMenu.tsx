import { Ellipsis, History, MessageSquare, Pencil, Scale, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useLocation } from 'wouter'
import type { Topic } from '@contract/topics'
import { call } from '../../bridge'
import { IconButton } from '../../ui/Button'
import { useCommand } from '../../ui/commands/useCommand'
import { showFailure } from '../../ui/Failure'
import { Menu, MenuItem, MenuLine } from '../../ui/Menu'
import { offerUndo } from '../../ui/Toast'
import { useCommenting } from './commenting'
import { EditTopicDialog } from './EditTopicDialog'
import { usePicking } from './picking'

type TopicMenuProps = {
  topic: Topic
  /** There is something to comment on. */
  hasDrafts: boolean
}

/** What can be done with a topic besides writing and ranking. */
export const TopicMenu = ({ topic, hasDrafts }: TopicMenuProps) => {
  const [, navigate] = useLocation()
  const [editing, setEditing] = useState(false)
  const { setOpen } = useCommenting(topic.id)
  const picking = usePicking(topic.id)
  useCommand('topic.edit', () => setEditing(true))
  useCommand('topic.history', () => navigate(`/topics/${topic.id}/history`))
  useCommand('topic.comment', () => setOpen(true), { enabled: hasDrafts })
  // After the ranking it is asked where its order stands.
  useCommand('topic.pick', () => picking.setOpen(true), {
    enabled: hasDrafts && topic.status === 'toRank'
  })
  useCommand('topic.delete', () => void remove(topic, navigate).catch(showFailure))
  return (
    <>
      <Menu
        trigger={
          <IconButton label="More">
            <Ellipsis />
          </IconButton>
        }
      >
        <MenuItem icon={<Pencil />} command="topic.edit" />
        <MenuItem icon={<MessageSquare />} command="topic.comment" />
        <MenuItem icon={<Scale />} command="topic.pick" />
        <MenuItem icon={<History />} command="topic.history" />
        <MenuLine />
        <MenuItem icon={<Trash2 />} command="topic.delete" danger />
      </Menu>
      {editing && <EditTopicDialog topic={topic} onClose={() => setEditing(false)} />}
    </>
  )
}

/** Undo comes after, so nothing is asked before; the toast says what went with it. */
const remove = async ({ id, personaId, title }: Topic, navigate: (href: string) => void) => {
  const { rankings } = await call('topics.delete', { ids: [id] })
  navigate(`/personas/${personaId}`)
  const gone = rankings > 0 ? ', with its drafts and its ranking,' : ''
  offerUndo(`“${shorten(title)}”${gone} deleted`, async () => {
    await call('topics.restore', { ids: [id] })
    navigate(`/topics/${id}`)
  })
}

const shorten = (title: string) => (title.length > 40 ? `${title.slice(0, 39).trimEnd()}…` : title)
