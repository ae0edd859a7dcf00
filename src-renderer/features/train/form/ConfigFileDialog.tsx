import { useEffect, useState, type DragEvent } from 'react'
import { useLocation } from 'wouter'
import { useAct, useCall } from '../../../bridge'
import { Button } from '../../../ui/Button'
import { Dialog } from '../../../ui/Dialog'
import { ErrorNote } from '../../../ui/ErrorNote'
import { TextArea } from '../../../ui/Field'
import { Note } from '../../../ui/Note'
import { capital, inWords } from '../../../ui/words'

type ConfigFileDialogProps = { open: boolean; onClose: () => void }

/** A run from its config file: pasted, dropped or chosen. Main says all that is wrong with it at once. */
export const ConfigFileDialog = ({ open, onClose }: ConfigFileDialogProps) => {
  const [, navigate] = useLocation()
  const [text, setText] = useState('')
  const start = useAct('runs.startFromConfig')
  // A moment after the last key: what is half typed is not yet wrong.
  const settled = useDeferredText(text)
  const check = useCall('runs.checkConfig', { text: settled }, { enabled: settled.trim() !== '' })
  const problems = settled.trim() === '' ? [] : (check.data?.problems ?? [])
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
            off={
              text.trim() === ''
                ? 'There is no text yet.'
                : problems.length > 0 && 'Correct what is named under the text.'
            }
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
      {problems.length > 0 && (
        <Note
          kind="stop"
          className="mt-3"
          title={`${capital(inWords(problems.length, 'problem'))} in this text.`}
        >
          <ul className="list-disc pl-4">
            {problems.map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        </Note>
      )}
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

const PAUSE_MS = 400

/** The text once nothing was typed for a moment. */
const useDeferredText = (text: string): string => {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text])
  return settled
}
