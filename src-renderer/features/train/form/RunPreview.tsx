import type { CallOutput } from '@contract/calls'
import { Status } from '../../../ui/Status'
import { count, duration, figure } from '../../../ui/words'
import { stageLabel } from '../words'
import { Probe } from './Probe'
import { MemoryFit } from './MemoryFit'
import { TopicSplit } from './TopicSplit'
import { typedFrom } from './overrides'
import type { NewRun } from './useNewRun'

type Preview = CallOutput<'runs.preview'>

/** What is missing besides Python, which has a note of its own. */
export const otherProblems = ({ problems, pythonReady }: Preview): string[] =>
  problems.filter((problem) => pythonReady || !problem.startsWith('Python'))

type RunPreviewProps = { preview: Preview; form: NewRun }

/** What the run would take and learn, counted, and what stands in its way. */
export const RunPreview = ({ preview, form }: RunPreviewProps) => (
  <>
    <MemoryFit
      estimate={preview.estimate}
      onChange={({ overrides }) => form.setTyped(typedFrom(form.typed, overrides))}
    />
    <Data preview={preview} />
    <Ready preview={preview} />
    <section>
      <h2 className="h mb-1.5">Plan</h2>
      <Plan preview={preview} />
      <Probe form={form} off={preview.pythonReady ? null : 'It needs the Python environment.'} />
    </section>
  </>
)

const Data = ({ preview: { data, estimate, topics } }: { preview: Preview }) => (
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
      {data.rewardRows > 0 && (
        <>
          <dt>Drafts with a score</dt>
          <dd>{figure(data.rewardRows)}</dd>
        </>
      )}
      {Object.entries(estimate.tokens).map(([stage, tokens]) => (
        <div key={stage} className="contents">
          <dt>Tokens, {stageLabel(stage)}</dt>
          <dd>about {figure(tokens)}</dd>
        </div>
      ))}
      <dt>Held-out topics</dt>
      <dd>
        {figure(data.heldOutTopics)}
        {data.heldOutPairs > 0 && `, ${count(data.heldOutPairs, 'pair')}`}
      </dd>
    </dl>
    <p className="small faint mt-2">
      Held-out topics are never learned from: what the model does with them is the measure.
    </p>
    {topics.length > 0 && <TopicSplit topics={topics} />}
  </section>
)

const Ready = ({ preview }: { preview: Preview }) => {
  const { data, pythonReady } = preview
  const others = otherProblems(preview)
  return (
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
        {data.heldOutTopics > 0 && data.heldOutTopics < 20 && (
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
  )
}

const Plan = ({ preview: { steps, estimate, settings } }: { preview: Preview }) => {
  const { time } = estimate
  const each = settings.stages.flatMap((stage) => steps[stage] ?? [])
  return (
    <>
      <dl className="kv">
        <dt>Steps</dt>
        <dd>{each.map(figure).join(', then ')}</dd>
        <dt>Time</dt>
        <dd>{time ? `about ${duration(time.seconds * 1000)}` : 'unknown'}</dd>
        <dt>Checkpoint every</dt>
        <dd>{count(settings.saveEvery, 'step')}</dd>
        <dt>Ends with</dt>
        <dd>{settings.result === 'best' ? 'its best checkpoint' : 'its last step'}</dd>
      </dl>
      <p className="small faint mt-2">
        {time === null
          ? 'Neither a probe nor an earlier run has measured this machine on this model.'
          : time.basis === 'probe'
            ? 'The time comes from a probe on this machine.'
            : `The time comes from ${count(time.measured, 'earlier run')} on this machine.`}
      </p>
    </>
  )
}
