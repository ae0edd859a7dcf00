import { useState } from 'react'
import type { Model } from '@contract/models'
import { useCall } from '../../bridge'
import { Button, LinkButton } from '../../ui/Button'
import { EmptyState } from '../../ui/EmptyState'
import { ErrorNote } from '../../ui/ErrorNote'
import { Page } from '../../ui/Page'
import { Answers } from './Answers'
import { AskBar } from './AskBar'
import { ask, clearChat, useChat } from './chat'
import { pairToCompare, writersOf } from './families'
import './models.css'

const parent = { title: 'Models', href: '/models' }

/** The base and the tuned model beside each other: the same question, the same seed. */
export default function ChatPage({ tunedId }: { tunedId: string | undefined }) {
  const models = useCall('models.list', {})
  if (models.error) {
    return (
      <Page title="Chat, side by side" parent={parent}>
        <ErrorNote error={models.error} onRetry={() => void models.refetch()} />
      </Page>
    )
  }
  if (!models.data) {
    return (
      <Page title="Chat, side by side" parent={parent}>
        {null}
      </Page>
    )
  }
  const [left, right] = pairToCompare(models.data, tunedId)
  if (!left && !right) return <NoWriters />
  return <Desk models={models.data} left={left} right={right} />
}

type DeskProps = { models: Model[]; left: Model | null; right: Model | null }

const Desk = ({ models, left, right }: DeskProps) => {
  const { turns } = useChat()
  const failed = turns.at(-1)
  const writers = writersOf(models)
  const [chosen, setChosen] = useState<(string | null)[]>([left?.id ?? null, right?.id ?? null])
  const shown = chosen.flatMap((id) => writers.find((model) => model.id === id) ?? [])
  return (
    <Page
      title="Chat, side by side"
      parent={parent}
      flush
      actions={
        turns.length > 0 && (
          <Button look="quiet" command="chat.clear" onClick={clearChat}>
            Clear
          </Button>
        )
      }
    >
      <Answers
        models={shown}
        writers={writers}
        onChoose={(column, id) => setChosen(chosen.with(column, id))}
      />
      {failed?.error && (
        <div className="chat-trouble">
          <ErrorNote
            error={failed.error}
            retryLabel="Ask it again"
            onRetry={() => void ask(failed.question)}
          />
        </div>
      )}
      <AskBar models={shown} />
    </Page>
  )
}

const NoWriters = () => (
  <Page title="Chat, side by side" parent={parent}>
    <EmptyState
      title="No model to ask"
      actions={
        <LinkButton href="/models" command="home.next">
          Go to Models
        </LinkButton>
      }
    >
      A model answers here once it is a GGUF file, as the starter model is, or an adapter that was
      made ready to be tried.
    </EmptyState>
  </Page>
)
