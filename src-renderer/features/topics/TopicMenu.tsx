import { Ellipsis, Pencil, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useLocation } from 'wouter'
import type { Topic } from '@contract/topics'
import { call } from '../../bridge'
import { IconButton } from '../../ui/Button'
import { showFailure } from '../../ui/Failure'
import { Menu, MenuItem, MenuLine } from '../../ui/Menu'
import { offerUndo } from '../../ui/Toast'
import { EditTopicDialog } from './EditTopicDialog'

/** What can be done with a topic besides writing and ranking. */
export const TopicMenu = ({ topic }: { topic: Topic }) => {
  const [, navigate] = useLocation()
  const [editing, setEditing] = useState(false)
  return (
    <>
      <Menu
        trigger={
          <IconButton label="More">
            <Ellipsis />
          </IconButton>
        }
      >
        <MenuItem icon={<Pencil />} onSelect={() => setEditing(true)}>
          Edit topic
        </MenuItem>
        <MenuLine />
        <MenuItem
          icon={<Trash2 />}
          danger
          onSelect={() => void remove(topic, navigate).catch(showFailure)}
        >
          Delete topic
        </MenuItem>
      </Menu>
      {editing && <EditTopicDialog topic={topic} onClose={() => setEditing(false)} />}
    </>
  )
}

/** Undo comes after, so nothing is asked before. */
const remove = async ({ id, personaId, title }: Topic, navigate: (href: string) => void) => {
  await call('topics.delete', { ids: [id] })
  navigate(`/personas/${personaId}`)
  offerUndo(`“${shorten(title)}” deleted`, async () => {
    await call('topics.restore', { ids: [id] })
    navigate(`/topics/${id}`)
  })
}

const shorten = (title: string) => (title.length > 40 ? `${title.slice(0, 39).trimEnd()}…` : title)
