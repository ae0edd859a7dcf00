import { create } from 'zustand'

const useOpen = create<{ topicId: string | null }>(() => ({ topicId: null }))

/** Whether a comment on the topic is being written; the page makes room for it under the drafts. */
export const useCommenting = (topicId: string) => ({
  open: useOpen((state) => state.topicId === topicId),
  setOpen: (open: boolean) => useOpen.setState({ topicId: open ? topicId : null })
})
