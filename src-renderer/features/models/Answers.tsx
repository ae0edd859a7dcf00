import { useEffect, useRef, type CSSProperties } from 'react'
import type { ChatAnswer, Model } from '@contract/models'
import { useCall } from '../../bridge'
import { Skeleton } from '../../ui/Galley'
import Markdown from '../../ui/Markdown'
import { Menu, MenuItem } from '../../ui/Menu'
import { Button } from '../../ui/Button'
import { ChevronsUpDown } from 'lucide-react'
import { classes } from '../../ui/words'
import { useChat, type Turn } from './chat'

type AnswersProps = {
  models: Model[]
  writers: Model[]
  onChoose: (column: number, modelId: string) => void
}

/** One column a model. */
export const Answers = ({ models, writers, onChoose }: AnswersProps) => {
  const columns: CSSProperties & Record<'--n', number> = { '--n': Math.max(models.length, 1) }
  return (
    <div className="galleys chat" style={columns}>
      {models.map((model, column) => (
        <div className="contents" key={column}>
          <Column
            model={model}
            writers={writers}
            several={models.length > 1}
            onChoose={(id) => onChoose(column, id)}
          />
        </div>
      ))}
    </div>
  )
}

type ColumnProps = {
  model: Model
  writers: Model[]
  several: boolean
  onChoose: (modelId: string) => void
}

const Column = ({ model, writers, several, onChoose }: ColumnProps) => {
  const { turns } = useChat()
  const deployments = useCall('deployments.list', {})
  const onStage = deployments.data?.some((one) => one.onStage && one.modelId === model.id) ?? false
  const newest = turns.at(-1)?.answers[model.id]
  const box = useRef<HTMLDivElement>(null)
  // A new question comes into sight; the answer is read from its top, as drafts are.
  useEffect(() => {
    if (turns.length > 1) box.current?.lastElementChild?.scrollIntoView({ block: 'start' })
  }, [turns.length])
  return (
    <section className="galley answer" aria-label={model.name}>
      <header>
        <Menu
          trigger={
            <Button look="quiet" className="who -ml-3">
              <span className="trunc">{model.name}</span>
              <ChevronsUpDown />
            </Button>
          }
        >
          {writers.map((writer) => (
            <MenuItem key={writer.id} onSelect={() => onChoose(writer.id)}>
              {writer.name} {writer.quantization}
            </MenuItem>
          ))}
        </Menu>
        <span className="slug trunc hide-narrow">
          {model.kind === 'base' ? 'base' : 'tuned'}
          {onStage ? ', on stage' : `, ${model.quantization ?? 'adapter on its base'}`}
        </span>
        <Speed answer={newest} />
      </header>
      <div className="galley-text" tabIndex={0} ref={box}>
        {turns.length === 0 && (
          <p className="faint">
            {several
              ? 'Ask something, and both answer side by side with the same seed, so that the only difference is what was learned.'
              : 'Ask something, and the model answers here. A second one stands beside it once a run has finished.'}
          </p>
        )}
        {turns.map((turn) => (
          <Exchange key={turn.chatId} turn={turn} modelId={model.id} />
        ))}
      </div>
    </section>
  )
}

const Exchange = ({ turn, modelId }: { turn: Turn; modelId: string }) => {
  const answer = turn.answers[modelId]
  const writing = turn.state === 'writing' && !answer?.done
  return (
    <div className="read" aria-busy={writing || undefined}>
      <p className="you">You</p>
      <p>{turn.question.prompt}</p>
      <hr />
      {answer && answer.text !== '' ? (
        <div className={classes('read', writing && 'writing')}>
          <Markdown text={answer.text} />
        </div>
      ) : writing ? (
        <Skeleton />
      ) : (
        !turn.error && <p className="faint">It wrote nothing.</p>
      )}
      {turn.state === 'stopped' && !answer?.done && <p className="faint small">Stopped here.</p>}
    </div>
  )
}

/** “46 tok/s, first word after 0.3 s”: how fast it writes, and how long one waits for it. */
const Speed = ({ answer }: { answer: ChatAnswer | undefined }) => {
  const { tokensPerSecond = null, firstTokenMs = null } = answer ?? {}
  const wait =
    firstTokenMs === null ? null : `first word after ${(firstTokenMs / 1000).toFixed(1)} s`
  return (
    <span className="end slug tn whitespace-nowrap" title={wait ?? undefined}>
      {/* One element, so that no gap comes before the comma. */}
      <span>
        {tokensPerSecond !== null && `${Math.round(tokensPerSecond)} tok/s`}
        {tokensPerSecond !== null && wait && <span className="hide-narrow">, {wait}</span>}
      </span>
    </span>
  )
}
