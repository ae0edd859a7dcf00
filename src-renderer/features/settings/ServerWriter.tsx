import { useRef, useState } from 'react'
import type { EngineSettings } from '@contract/generation'
import { Button } from '../../ui/Button'
import { Radio } from '../../ui/Radio'
import { Status } from '../../ui/Status'
import { serverWords } from './server-words'
import { ServerAddress } from './ServerAddress'
import { ServerModel } from './ServerModel'
import { notesCheck, ServerNote } from './ServerNote'
import { ServerParallel } from './ServerParallel'
import { ServerToken } from './ServerToken'
import { useServer } from './useServer'

/** Ollama, llama-server, a computer in the attic: anything that speaks the OpenAI API. */
export const ServerWriter = ({ settings }: { settings: EngineSettings }) => {
  const view = useServer('other')
  const [editing, setEditing] = useState(false)
  const address = useRef<HTMLInputElement>(null)
  const token = useRef<HTMLInputElement>(null)
  const { status } = view
  const { writer } = settings
  const connection = settings.servers.other
  const model = writer?.engine === 'openai' && writer.server === 'other' ? writer.model : null
  const words = status && serverWords(status)
  const open = editing || model !== null
  const edit = (field: typeof address) => {
    setEditing(true)
    // The field is there only after this.
    requestAnimationFrame(() => field.current?.focus())
  }
  return (
    <div className="border-t border-rule px-5 py-4">
      <div className="row min-h-7 gap-3">
        <Radio
          value="other"
          label="Another server"
          disabled={model === null && (status?.models.length ?? 0) === 0}
        />
        <b className="strong">Another server</b>
        <span aria-live="polite">
          {view.checking || !words ? (
            <Status kind="working">Asking it</Status>
          ) : (
            <Status kind={words.kind}>{words.text}</Status>
          )}
        </span>
        <span className="row gap-3 ml-auto min-w-0">
          {!open && <span className="muted mono trunc">{connection.baseUrl}</span>}
          {open && connection.baseUrl !== '' && !notesCheck(view) && (
            <Button working={view.checking ? 'Checking' : null} onClick={view.check}>
              Check again
            </Button>
          )}
          {!open && (
            <Button onClick={() => edit(address)}>
              {connection.baseUrl === '' ? 'Add an address' : 'Edit'}
            </Button>
          )}
        </span>
      </div>
      {open && (
        <>
          <div className="mt-4 ml-6.5 grid grid-cols-2 items-start gap-4">
            <ServerAddress
              server="other"
              connection={connection}
              placeholder="http://127.0.0.1:11434/v1"
              hint="Ollama, llama-server or any other that speaks the OpenAI API."
              ref={address}
            />
            <ServerToken
              server="other"
              connection={connection}
              kept={settings.tokensAreKept}
              ref={token}
            />
          </div>
          {status && status.models.length > 0 && (
            <div className="mt-3.5 ml-6.5 grid grid-cols-2 items-start gap-4">
              <ServerModel server="other" models={status.models} model={model} />
              <ServerParallel server="other" connection={connection} />
            </div>
          )}
        </>
      )}
      <ServerNote
        view={view}
        chosen={model !== null}
        model={model}
        onEnterToken={() => edit(token)}
      />
    </div>
  )
}
