import { useRef } from 'react'
import type { EngineSettings, ServerStatus } from '@contract/generation'
import { useAct } from '../../bridge'
import { Button } from '../../ui/Button'
import { ErrorNote } from '../../ui/ErrorNote'
import { Radio } from '../../ui/Radio'
import { Status } from '../../ui/Status'
import { size } from '../../ui/words'
import { serverWords } from './server-words'
import { ServerAddress } from './ServerAddress'
import { ServerModel } from './ServerModel'
import { notesCheck, ServerNote } from './ServerNote'
import { ServerParallel } from './ServerParallel'
import { ServerToken } from './ServerToken'
import { useServer } from './useServer'

/** LM Studio: whether it is there, its address and token, what it has loaded, and its models. */
export const LmStudioWriter = ({ settings }: { settings: EngineSettings }) => {
  const view = useServer('lmstudio')
  const update = useAct('engines.update')
  const token = useRef<HTMLInputElement>(null)
  const { status } = view
  const { writer } = settings
  const connection = settings.servers.lmstudio
  const model = writer?.engine === 'openai' && writer.server === 'lmstudio' ? writer.model : null
  const words = status && serverWords(status)
  return (
    <div className="px-5 py-4">
      <div className="row min-h-7 gap-3">
        <Radio
          value="lmstudio"
          label="LM Studio"
          disabled={model === null && (status?.models.length ?? 0) === 0}
        />
        <b className="strong">LM Studio</b>
        <span aria-live="polite">
          {view.checking || !words ? (
            <Status kind="working">Looking for it</Status>
          ) : (
            <Status kind={words.kind}>{words.text}</Status>
          )}
        </span>
        {!notesCheck(view) && (
          <span className="ml-auto">
            <Button working={view.checking ? 'Checking' : null} onClick={view.check}>
              Check again
            </Button>
          </span>
        )}
      </div>
      <div className="mt-4 ml-6.5 grid grid-cols-2 items-start gap-4">
        <ServerAddress
          server="lmstudio"
          connection={connection}
          placeholder="http://127.0.0.1:1234"
        />
        <ServerToken
          server="lmstudio"
          connection={connection}
          kept={settings.tokensAreKept}
          ref={token}
        />
      </div>
      {status && (status.modelsFolder !== null || status.models.length > 0) && (
        <dl className="kv left small mt-3.5 ml-6.5">
          {status.modelsFolder !== null && (
            <>
              <dt>Models folder</dt>
              <dd className="mono selectable trunc" title={status.modelsFolder}>
                {inHome(status.modelsFolder)}
              </dd>
            </>
          )}
          {status.models.length > 0 && (
            <>
              <dt>Loaded now</dt>
              <dd className="name">{loadedNow(status)}</dd>
            </>
          )}
        </dl>
      )}
      {status && status.models.length > 0 && (
        <div className="mt-3.5 ml-6.5 grid grid-cols-2 items-start gap-4">
          <ServerModel server="lmstudio" models={status.models} model={model} />
          <ServerParallel server="lmstudio" connection={connection} />
        </div>
      )}
      <ServerNote
        view={view}
        chosen={model !== null}
        model={model}
        onEnterToken={() => token.current?.focus()}
      />
      {update.error && <ErrorNote className="mt-3.5 ml-6.5" error={update.error} />}
    </div>
  )
}

const loadedNow = ({ models }: ServerStatus) => {
  const loaded = models.filter(({ loaded }) => loaded === true)
  if (loaded.length === 0) return 'Nothing'
  return loaded
    .map(({ name, sizeBytes }) => (sizeBytes === null ? name : `${name}, ${size(sizeBytes)}`))
    .join('; ')
}

/** As people write a path of their own. */
const inHome = (path: string) => path.replace(/^\/(Users|home)\/[^/]+(?=\/)/, '~')
