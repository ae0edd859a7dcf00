import type { CallOutput } from '@contract/calls'
import { useKept } from '../../../ui/kept'
import { count } from '../../../ui/words'

type TopicSplitProps = { topics: CallOutput<'runs.preview'>['topics'] }

/** Which topics it learns from and which it is measured on: no topic is on both sides. */
export const TopicSplit = ({ topics }: TopicSplitProps) => {
  const [open, setOpen] = useKept('new run topics', false)
  const parts = [
    { title: 'Held out', list: topics.filter(({ heldOut }) => heldOut) },
    { title: 'Learned from', list: topics.filter(({ heldOut }) => !heldOut) }
  ]
  return (
    <details
      className="topic-split mt-3"
      open={open}
      onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
    >
      <summary className="med">The split by topic</summary>
      {parts.map(
        ({ title, list }) =>
          list.length > 0 && (
            <section key={title} className="mt-3">
              <h3 className="small faint">
                {title}, {count(list.length, 'topic')}
              </h3>
              <ul className="small mt-1">
                {list.map(({ id, title: topic, pairs }) => (
                  <li key={id} className="row between gap-3">
                    <span className="trunc" title={topic}>
                      {topic}
                    </span>
                    <span className="muted whitespace-nowrap">{count(pairs, 'pair')}</span>
                  </li>
                ))}
              </ul>
            </section>
          )
      )}
    </details>
  )
}
