import { CircleAlert, FileText } from 'lucide-react'
import { useRef, useState, type ReactNode } from 'react'
import { Button } from '../../../ui/Button'
import { classes } from '../../../ui/words'
import { readTextFile } from './text-file'

type FileDropProps = {
  onText: (text: string) => void
  /** Stands beside the button that opens a file. */
  beside: ReactNode
  children: ReactNode
}

/** What is inside takes a file that is dropped on it, or chosen, as text. */
export const FileDrop = ({ onText, beside, children }: FileDropProps) => {
  const chooser = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const take = async (files: FileList | null) => {
    const texts: string[] = []
    for (const file of files ?? []) {
      const read = await readTextFile(file)
      if ('problem' in read) {
        setProblem(read.problem)
        return
      }
      texts.push(read.text)
    }
    setProblem(null)
    if (texts.length > 0) onText(texts.join('\n'))
  }
  return (
    <div
      className={classes('drop', over && 'over')}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes('Files')) return
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        setOver(false)
        if (event.dataTransfer.files.length === 0) return
        event.preventDefault()
        void take(event.dataTransfer.files)
      }}
    >
      {children}
      {problem !== null && (
        <p className="err" role="alert">
          <CircleAlert />
          {problem}
        </p>
      )}
      <div className="row mt-2 -ml-3">
        <Button
          look="quiet"
          icon={<FileText />}
          keys="mod+o"
          onClick={() => chooser.current?.click()}
        >
          Open a text file
        </Button>
        {beside}
      </div>
      <input
        ref={chooser}
        type="file"
        hidden
        multiple
        accept=".txt,.md,.markdown,text/plain,text/markdown"
        aria-label="Text file with topics"
        onChange={(event) => {
          void take(event.target.files)
          event.target.value = ''
        }}
      />
    </div>
  )
}
