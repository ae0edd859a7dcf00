import { Toast as Base } from '@base-ui/react/toast'
import { Button } from './Button'
import { showFailure } from './Failure'

const manager = Base.createToastManager<{ undo: () => Promise<unknown> }>()

/**
 * Says what was done and offers to take it back, for 6 s and as long as the pointer or the focus is
 * on it. Only for what can be undone.
 */
export const offerUndo = (text: string, undo: () => Promise<unknown>) => {
  manager.add({ title: text, data: { undo } })
}

/** Where toasts appear: bottom right, one at a time. */
export const Toasts = () => (
  <Base.Provider toastManager={manager} timeout={6000} limit={1}>
    <Base.Portal>
      <Base.Viewport className="toasts">
        <ToastList />
      </Base.Viewport>
    </Base.Portal>
  </Base.Provider>
)

const ToastList = () => {
  const { toasts, close } = Base.useToastManager<{ undo: () => Promise<unknown> }>()
  const newest = toasts[0]
  if (!newest) return null
  const undo = () => {
    close(newest.id)
    newest.data?.undo().catch(showFailure)
  }
  return (
    <Base.Root key={newest.id} toast={newest} className="toast" swipeDirection={[]}>
      <Base.Title render={<span />} />
      <Button look="quiet" command="app.undo" onClick={undo}>
        Undo
      </Button>
    </Base.Root>
  )
}
