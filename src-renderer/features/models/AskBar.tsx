import { Square } from 'lucide-react'
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import type { Model } from '@contract/models'
import { useCall } from '../../bridge'
import { announce } from '../../ui/announce'
import { Button } from '../../ui/Button'
import { showFailure } from '../../ui/Failure'
import { Kbd } from '../../ui/Kbd'
import { Select } from '../../ui/Select'
import { ask, stop, useChat, writingTurn } from './chat'

const nobody = 'nobody'

/** Return sends to both, Shift and Return make a new line. */
export const AskBar = ({ models }: { models: Model[] }) => {
  const { turns } = useChat()
  const personas = useCall('personas.list', {})
  const settings = useCall('engines.settings', {})
  const [prompt, setPrompt] = useState('')
  const [persona, setPersona] = useState<string | null>(null)
  const [seed, setSeed] = useState(0)
  const area = useRef<HTMLTextAreaElement>(null)
  const writing = writingTurn(turns)
  const temperature = settings.data?.sampling.temperature ?? 0.7
  // A tuned model speaks as its persona: with one persona there is nothing to choose.
  const first = personas.data?.[0]?.id ?? nobody
  const speaking = persona ?? first
  useEffect(() => area.current?.focus(), [])
  const send = () => {
    const question = prompt.trim()
    area.current?.focus()
    if (question === '' || writing) return
    setPrompt('')
    const modelIds = [...new Set(models.map(({ id }) => id))]
    const personaId = speaking === nobody ? null : speaking
    void ask({ prompt: question, modelIds, personaId, seed, temperature }).then((end) => {
      if (end !== 'done') return
      announce(modelIds.length > 1 ? 'Both have answered.' : 'It has answered.')
    })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    send()
  }
  return (
    <div className="ask">
      <div className="row gap-3">
        <span className="grow relative flex">
          <textarea
            ref={area}
            className="area question"
            rows={1}
            aria-label="Question"
            placeholder={models.length > 1 ? 'Ask both the same thing' : 'Ask something'}
            value={prompt}
            maxLength={8000}
            onChange={({ target }) => setPrompt(target.value)}
            onKeyDown={onKeyDown}
          />
          <span className="return">
            <Kbd keys="enter" />
          </span>
        </span>
        {writing ? (
          <Button
            large
            icon={<Square />}
            command="app.stop"
            onClick={() => void stop(writing.chatId).catch(showFailure)}
          >
            Stop
          </Button>
        ) : (
          <Button
            look="primary"
            large
            command="chat.send"
            off={prompt.trim() === '' && 'Type a question first.'}
            onClick={send}
          >
            Send
          </Button>
        )}
      </div>
      <div className="row knobs small muted gap-4">
        <Select
          label="Persona"
          value={speaking}
          options={[
            ...(personas.data ?? []).map(({ id, name }) => ({ value: id, label: name })),
            { value: nobody, label: 'No persona' }
          ]}
          onChange={setPersona}
        />
        <span>Temperature {temperature}</span>
        <span>
          Seed {seed}
          {models.length > 1 && ', the same for both'}
        </span>
        <Button look="quiet" command="chat.seed" onClick={() => setSeed(newSeed())}>
          New seed
        </Button>
      </div>
    </div>
  )
}

const newSeed = (): number => Math.floor(Math.random() * 10_000)
