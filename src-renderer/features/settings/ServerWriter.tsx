import { useState } from 'react'
import { engineCalls, type EngineSettings, type WriterChoice } from '@contract/generation'
import { useAct } from '../../bridge'
import { Button } from '../../ui/Button'
import { ErrorNote } from '../../ui/ErrorNote'
import { TextField } from '../../ui/Field'
import { Radio } from '../../ui/Radio'
import { Select } from '../../ui/Select'
import { Status } from '../../ui/Status'
import { ruleOf } from '../../ui/useCheck'
import { count } from '../../ui/words'
import { ServerToken } from './ServerToken'

type WriterProps = { settings: EngineSettings; choices: WriterChoice[] }

/** LM Studio, Ollama, llama-server: anything that speaks the OpenAI API. */
export const ServerWriter = ({ settings, choices }: WriterProps) => {
  const { server, writer } = settings
  const [address, setAddress] = useState(server.baseUrl)
  const update = useAct('engines.update')
  const check = useAct('engines.checkServer')
  const changed = address.trim() !== server.baseUrl
  const wrong = addressRule(address.trim()) !== null
  const run = () => {
    if (changed) {
      update.mutate({ baseUrl: address.trim() }, { onSuccess: () => check.mutate({}) })
    } else {
      check.mutate({})
    }
  }
  const models = check.data?.models ?? modelsOf(choices)
  return (
    <div className="border-t border-rule p-5">
      <div className="row gap-3">
        <Radio
          value="openai"
          label="A server"
          disabled={models.length === 0 && writer.engine !== 'openai'}
        />
        <b className="strong">A server</b>
        <ServerState check={check} />
        <span className="ml-auto">
          <Button
            off={wrong && 'The address is not complete yet.'}
            working={check.isPending || update.isPending ? 'Checking' : null}
            onClick={run}
          >
            {check.data || check.error ? 'Check again' : 'Check the server'}
          </Button>
        </span>
      </div>
      <div className="mt-4 ml-6.5 grid grid-cols-2 items-start gap-4">
        <TextField
          label="Address"
          value={address}
          onChange={setAddress}
          validate={addressRule}
          hint={
            changed
              ? 'Saved when it is checked.'
              : 'LM Studio, Ollama or any other that speaks the OpenAI API.'
          }
          placeholder="http://127.0.0.1:1234/v1"
        />
        <ServerToken server={server} />
        <div>
          <p className="med mb-1">Model</p>
          <Select
            label="Model of the server"
            value={writer.engine === 'openai' ? writer.model : null}
            placeholder={
              models.length === 0 ? 'Check the server to see its models' : 'Choose a model'
            }
            disabled={models.length === 0}
            options={models.map((model) => ({ value: model, label: model }))}
            onChange={(model) => update.mutate({ writer: { engine: 'openai', model } })}
          />
        </div>
      </div>
      {check.error && (
        <ErrorNote
          className="mt-3.5 ml-6.5"
          error={check.error}
          retryLabel="Check again"
          onRetry={run}
        />
      )}
      {update.error && <ErrorNote className="mt-3.5 ml-6.5" error={update.error} />}
    </div>
  )
}

const addressRule = ruleOf(engineCalls['engines.update'].input.shape.baseUrl)

const modelsOf = (choices: WriterChoice[]) =>
  choices.flatMap(({ writer }) => (writer.engine === 'openai' ? [writer.model] : []))

type Check = {
  data: { models: string[]; elapsedMs: number } | undefined
  error: Error | null
  isPending: boolean
}

const ServerState = ({ check }: { check: Check }) => {
  if (check.isPending) return <Status kind="working">Asking for its models</Status>
  if (check.error) return <Status kind="stop">Did not answer</Status>
  if (!check.data) return null
  return (
    <Status kind="ok">
      Answered in {check.data.elapsedMs} ms with {count(check.data.models.length, 'model')}
    </Status>
  )
}
