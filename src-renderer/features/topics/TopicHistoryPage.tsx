import { useState } from 'react'
import { useLocation } from 'wouter'
import type { DraftSet } from '@contract/drafts'
import type { Topic } from '@contract/topics'
import { useCall } from '../../bridge'
import { LinkButton } from '../../ui/Button'
import { EmptyState } from '../../ui/EmptyState'
import { ErrorNote } from '../../ui/ErrorNote'
import { Galley, Galleys } from '../../ui/Galley'
import Markdown from '../../ui/Markdown'
import { Page } from '../../ui/Page'
import { Select } from '../../ui/Select'
import { useShortcut } from '../../ui/shortcuts/useShortcut'
import { capital, count, inWords, letter, whenDay } from '../../ui/words'
import { describeDraft } from './DraftGalley'
import './topics.css'

/** What was written for the topic before: every set is kept, and read side by side. */
export const TopicHistoryPage = ({ id }: { id: string }) => {
  const topic = useCall('topics.get', { id })
  const history = useCall('drafts.history', { topicId: id })
  if (topic.data && history.data) return <History topic={topic.data} sets={history.data} />
  const error = topic.error ?? history.error
  return (
    <Page title="Earlier drafts" parent={{ title: 'Topic', href: `/topics/${id}` }}>
      {error && (
        <ErrorNote
          className="max-w-form"
          error={error}
          onRetry={() => void Promise.all([topic.refetch(), history.refetch()])}
        />
      )}
    </Page>
  )
}

const History = ({ topic, sets }: { topic: Topic; sets: DraftSet[] }) => {
  const [at, setAt] = useState(0)
  const set = sets[Math.min(at, sets.length - 1)]
  const go = (step: number) => setAt(Math.min(sets.length - 1, Math.max(0, at + step)))
  const [, navigate] = useLocation()
  useShortcut('escape', () => navigate(`/topics/${topic.id}`))
  useShortcut('arrowup', () => go(-1))
  useShortcut('arrowdown', () => go(1))
  const parent = { title: topic.title, href: `/topics/${topic.id}` }
  if (!set) {
    return (
      <Page title="Earlier drafts" parent={parent}>
        <EmptyState
          title="No earlier drafts"
          actions={<LinkButton href={parent.href}>Back to the topic</LinkButton>}
        >
          When new drafts are written for this topic, those that were there before move here.
        </EmptyState>
      </Page>
    )
  }
  return (
    <Page title="Earlier drafts" parent={parent} flush>
      <div className="split keep narrow history">
        <div className="body flush">
          <div className="masthead snug">
            <div className="row between gap-6">
              <h2 className="title">{sayHeading(set)}</h2>
              <Select
                className="history-sets w-auto flex-none"
                label="Earlier sets"
                value={set.id}
                options={sets.map((one) => ({ value: one.id, label: sayHeading(one) }))}
                onChange={(id) => setAt(sets.findIndex((one) => one.id === id))}
              />
            </div>
            <p className="muted mt-1.5">{sayState(set)}</p>
          </div>
          <SetGalleys set={set} />
        </div>
        <aside className="side stack s6" aria-label="Earlier sets">
          <Sets sets={sets} chosen={set} onChoose={setAt} />
        </aside>
      </div>
    </Page>
  )
}

type SetsProps = { sets: DraftSet[]; chosen: DraftSet; onChoose: (at: number) => void }

const Sets = ({ sets, chosen, onChoose }: SetsProps) => (
  <section>
    <h3 className="h mb-2">{capital(count(sets.length, 'earlier set'))}</h3>
    <ul className="sets">
      {sets.map((set, index) => (
        <li key={set.id}>
          <button type="button" aria-current={set === chosen} onClick={() => onChoose(index)}>
            {capital(sayTime(set.createdAt))}
            <span className="small faint block font-text">
              {inWords(written(set).length, 'draft')}, {set.ranked ? 'ranked' : 'never ranked'}
            </span>
          </button>
        </li>
      ))}
    </ul>
    <p className="small faint mt-4">
      Nothing here is lost when new drafts are written. Arrow keys go from set to set.
    </p>
  </section>
)

const SetGalleys = ({ set }: { set: DraftSet }) => (
  <Galleys label="Earlier drafts" count={set.drafts.length} snug>
    {set.drafts.map((draft) => (
      <Galley
        key={draft.id}
        letter={letter(draft.variantIndex)}
        label={`Draft ${letter(draft.variantIndex)}${draft.parentDraftId ? ', your edit' : ''}, ${count(draft.words, 'word')}`}
        size="md"
        slug={
          <>
            {count(draft.words, 'word')}
            <span className="trunc block" title={describeDraft(draft)}>
              {describeDraft(draft)}
            </span>
          </>
        }
      >
        <Markdown text={draft.text} />
      </Galley>
    ))}
  </Galleys>
)

const written = ({ drafts }: DraftSet) => drafts.filter(({ parentDraftId }) => !parentDraftId)

/** A draft that was written again is a set of its own. */
const sayHeading = (set: DraftSet): string => {
  const [only, second] = written(set)
  const what =
    only && !second ? `Draft ${letter(only.variantIndex)}` : inWords(written(set).length, 'draft')
  return capital(`${what}, ${sayTime(set.createdAt)}`)
}

/** A set that was never ranked stays blind: its models could still write the next one. */
const sayState = (set: DraftSet): string => {
  if (set.ranked) return 'Ranked. New drafts took their place; what the ranking taught is kept.'
  if (set.drafts.length === 1) return 'Written again. Another draft took its place.'
  return 'Never ranked, so what wrote them stays hidden.'
}

/** “yesterday at 9:12”: the hour always, since two sets of one day must differ. */
const sayTime = (at: number): string => {
  const time = new Date(at)
  const hour = `${time.getHours()}:${String(time.getMinutes()).padStart(2, '0')}`
  const day = whenDay(at)
  return `${['Today', 'Yesterday'].includes(day) ? day.toLowerCase() : day} at ${hour}`
}
