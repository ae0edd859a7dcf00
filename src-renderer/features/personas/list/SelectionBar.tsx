import { PenLine, Scale, Tag, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../../ui/Button'
import { clear } from '../../../ui/table/selection'
import { figure } from '../../../ui/words'
import { KindDialog } from './KindDialog'
import { MOST_PICKS, PickDialog } from './PickDialog'
import { AT_ONCE, useTopicActs } from './useTopicActs'
import type { TopicList } from './useTopicList'

/** What can be done with the topics that are chosen. */
export const SelectionBar = ({ list }: { list: TopicList }) => {
  const { selection, choose } = list
  const ids = [...selection.chosen]
  const [naming, setNaming] = useState(false)
  const [picking, setPicking] = useState(false)
  const acts = useTopicActs(() => choose(clear(selection)))
  return (
    <>
      <span className="med" role="status">
        {figure(ids.length)} selected
      </span>
      <Button
        icon={<PenLine />}
        command="list.write"
        working={acts.writing && 'Starting'}
        onClick={() => acts.write(ids)}
      >
        Write drafts for {figure(Math.min(ids.length, AT_ONCE))}
      </Button>
      <Button icon={<Tag />} command="list.tag" onClick={() => setNaming(true)}>
        Set kind
      </Button>
      <Button
        icon={<Scale />}
        command="list.pick"
        title="A reward model picks the best draft of each; you accept what it is sure of."
        onClick={() => setPicking(true)}
      >
        Let the reward model pick for {figure(Math.min(ids.length, MOST_PICKS))}
      </Button>
      <Button
        look="danger"
        icon={<Trash2 />}
        command="list.delete"
        working={acts.removing && 'Deleting'}
        title="Their drafts and rankings go with them. You can undo this."
        onClick={() => acts.remove(ids)}
      >
        Delete {figure(ids.length)}
      </Button>
      <Button look="quiet" keys="escape" onClick={() => choose(clear(selection))}>
        Clear
      </Button>
      {picking && (
        <PickDialog
          personaId={list.personaId}
          topicIds={ids.slice(0, MOST_PICKS)}
          onClose={() => setPicking(false)}
        />
      )}
      {naming && (
        <KindDialog
          personaId={list.personaId}
          topics={ids.length}
          onClose={() => setNaming(false)}
          onSet={(kind) => acts.setKind(ids, kind)}
        />
      )}
    </>
  )
}
