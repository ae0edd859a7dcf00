import type { CallOutput } from '@contract/calls'
import { Status } from '../../ui/Status'
import { count, figure } from '../../ui/words'

type Preview = CallOutput<'runs.preview'>

/** What is missing besides Python, which has a note of its own. */
export const otherProblems = ({ problems, pythonReady }: Preview): string[] =>
  problems.filter((problem) => pythonReady || !problem.startsWith('Python'))

/** What the run would learn, counted, and what stands in its way. */
export const RunPreview = ({ preview }: { preview: Preview }) => {
  const { data, pythonReady } = preview
  const others = otherProblems(preview)
  return (
    <>
      <section>
        <h2 className="h">What it learns from</h2>
        <p className="serif mt-2 text-title">{count(data.pairs, 'pair')}</p>
        <dl className="kv mt-2">
          <dt>Rankings</dt>
          <dd>{figure(data.rankings)}</dd>
          <dt>Edits</dt>
          <dd>{figure(data.edits)}</dd>
          <dt>Answers to imitate</dt>
          <dd>{figure(data.sftRows)}</dd>
          <dt>Held-out topics</dt>
          <dd>{figure(data.heldOutTopics)}</dd>
        </dl>
        <p className="small faint mt-2">
          Held-out topics are never learned from: what the model does with them is the measure.
        </p>
      </section>
      <section>
        <h2 className="h mb-1.5">Before it starts</h2>
        <ul className="stack s1 ready-list">
          <li>
            {pythonReady ? (
              <Status kind="done">Python environment works</Status>
            ) : (
              <Status kind="warn">Python environment is not ready</Status>
            )}
          </li>
          {others.map((problem) => (
            <li key={problem}>
              <Status kind="warn">
                <span className="whitespace-normal">{problem}</span>
              </Status>
            </li>
          ))}
          {others.length === 0 && (
            <li>
              <Status kind="done">{count(data.rankings, 'ranking')} to learn from</Status>
            </li>
          )}
          {data.heldOutTopics > 0 && data.heldOutTopics < 10 && (
            <li>
              <Status kind="info">
                <span className="whitespace-normal">
                  {count(data.heldOutTopics, 'held-out topic')} give a rough estimate; 20 would be
                  better
                </span>
              </Status>
            </li>
          )}
        </ul>
      </section>
      <section>
        <h2 className="h mb-1.5">Plan</h2>
        <p className="muted">
          Imitate, then prefer. First it learns to write like your best and edited drafts (SFT),
          then to tell them from the others (DPO on your pairs). The best checkpoint on the held-out
          topics is kept.
        </p>
      </section>
    </>
  )
}
