import { useState } from 'react'
import { useCommand } from '../../../ui/commands/useCommand'
import { KindDialog } from './KindDialog'
import { useTopicActs } from './useTopicActs'
import type { TopicList } from './useTopicList'

/** While nothing is chosen, the keys for what is chosen act on the row that they are on. */
export const ActiveActs = ({ list }: { list: TopicList }) => {
  const { active, chosen } = list.selection
  const topic = active === null ? undefined : list.rows.rowAt(active)
  const [naming, setNaming] = useState(false)
  const acts = useTopicActs(() => undefined)
  const on = { enabled: topic !== undefined && chosen.size === 0 }
  useCommand('list.tag', () => setNaming(true), { ...on, title: 'Set kind' })
  useCommand('list.delete', () => topic && acts.remove([topic.id]), {
    ...on,
    title: 'Delete topic'
  })
  if (!naming || !topic) return null
  return (
    <KindDialog
      personaId={list.personaId}
      topics={1}
      onClose={() => setNaming(false)}
      onSet={(kind) => acts.setKind([topic.id], kind)}
    />
  )
}
