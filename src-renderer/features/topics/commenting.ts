import { create } from 'zustand'
import { useKept } from '../../ui/kept'

const useOpen = create<{ topicId: string | null }>(() => ({ topicId: null }))

type Commenting = {
  /** The page makes room for the comment under the drafts. */
  open: boolean
  setOpen: (open: boolean) => void
  /** What is typed and not yet stored; it outlives a restart. */
  text: string
  setText: (text: string) => void
}

/** A comment on the topic that is being written. */
export const useCommenting = (topicId: string): Commenting => {
  const [text, setText] = useKept(`comment ${topicId}`, '')
  const open = useOpen((state) => state.topicId === topicId) || text !== ''
  return {
    open,
    setOpen: (next) => {
      useOpen.setState({ topicId: next ? topicId : null })
      if (!next) setText('')
    },
    text,
    setText
  }
}
