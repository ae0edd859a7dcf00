import { create } from 'zustand'
import { Button } from './Button'
import { Dialog } from './Dialog'
import { ErrorNote } from './ErrorNote'

const useFailure = create<{ error: unknown }>(() => ({ error: null }))

/** Shows a failure that has no place of its own on the screen, such as that of a menu's command. */
export const showFailure = (error: unknown) => {
  useFailure.setState({ error })
}

export const FailureDialog = () => {
  const { error } = useFailure()
  const close = () => useFailure.setState({ error: null })
  return (
    <Dialog
      open={error !== null}
      onClose={close}
      title="That did not work."
      actions={
        <Button keys="escape" onClick={close}>
          Close
        </Button>
      }
    >
      {error !== null && <ErrorNote className="mt-4" error={error} onLeave={close} />}
    </Dialog>
  )
}
