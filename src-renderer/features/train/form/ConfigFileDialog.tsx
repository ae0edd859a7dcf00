import { useState, type DragEvent } from 'react'
import { useLocation } from 'wouter'
import { useAct } from '../../../bridge'
import { Button } from '../../../ui/Button'
import { Dialog } from '../../../ui/Dialog'
import { ErrorNote } from '../../../ui/ErrorNote'
import { TextArea } from '../../../ui/Field'

type ConfigFileDialogProps = { open: boolean; onClose: () => void }

/** A run from its config file: pasted, dropped or chosen. Main says all that is wrong with it at once. */
export const ConfigFileDialog = ({ open, onClose }: ConfigFileDialogProps) => {
  const [, navigate] = useLocation()
  const [text, setText] = useState('')
  const start = useAct('runs.startFromConfig')
  const change = (next: string) => {
    setText(next)
    start.reset()
  }
  const begin = () => start.mutate({ text }, { onSuccess: ({ id }) => navigate(`/train/${id}`) })
  const take = (file: File | undefined) => void file?.text().then(change)
  const onDrop = (event: DragEvent) => {
    const [file] = event.dataTransfer.files
    if (!file) return
    event.preventDefault()
    take(file)
  }
  return (
    <Dialog
      wide
      open={open}
      onClose={onClose}
      title="Start a run from a file"
      text="A config file names the persona, the base model and every setting. Each run has one: “Copy the settings as a file” on its page."
      actions={
        <>
          <Button keys="escape" onClick={onClose}>
            Cancel
          </Button>
          <Button
            look="primary"
            command="app.commit"
            off={text.trim() === '' && 'There is no text yet.'}
            working={start.isPending ? 'Starting' : null}
            onClick={begin}
          >
            Start the run
          </Button>
        </>
      }
    >
      {start.error && <ErrorNote className="mt-4" error={start.error} />}
      <div className="mt-4" onDragOver={(event) => event.preventDefault()} onDrop={onDrop}>
        <TextArea
          label="Config file"
          className="config-text"
          rows={14}
          spellCheck={false}
          value={text}
          onChange={change}
          placeholder="Paste the text, or drop a .yaml file here"
        />
      </div>
      <label className="small muted mt-2 block">
        Or choose a file:{' '}
        <input
          type="file"
          accept=".yaml,.yml,text/yaml"
          onChange={({ target }) => take(target.files?.[0])}
        />
      </label>
    </Dialog>
  )
}
