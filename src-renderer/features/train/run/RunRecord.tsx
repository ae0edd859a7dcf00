import { Copy, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { runCalls, type Run } from '@contract/training'
import { useAct } from '../../../bridge'
import { Button } from '../../../ui/Button'
import { copyText } from '../../../ui/clipboard'
import { ErrorNote } from '../../../ui/ErrorNote'
import { showFailure } from '../../../ui/Failure'
import { TextArea, TextField } from '../../../ui/Field'
import { isActive } from '../../../ui/jobs'
import { ruleOf } from '../../../ui/useCheck'
import { groupsFor, valueText } from '../form/settings-fields'
import { dataLine } from '../words'
import { DeleteRun } from './DeleteRun'
import type { Job } from '@contract/jobs'

type RunRecordProps = { run: Run; job: Job }

/** What the run is called, what the person notes of it, and how it was trained. */
export const RunRecord = ({ run, job }: RunRecordProps) => {
  const [deleting, setDeleting] = useState(false)
  return (
    <section className="sec mt-8" aria-label="Record of the run">
      <div className="head">
        <h2>Record</h2>
        <span className="row">
          <CopySettings id={run.id} />
          <Button
            look="quiet"
            icon={<Trash2 />}
            command="run.delete"
            off={isActive(job) && 'It is running. Stop it first.'}
            onClick={() => setDeleting(true)}
          >
            Delete
          </Button>
        </span>
      </div>
      <div className="record mt-4">
        <Words run={run} />
        <Settings run={run} />
      </div>
      {deleting && <DeleteRun run={run} onClose={() => setDeleting(false)} />}
    </section>
  )
}

/** The config file, as “Start from a file” takes it. */
const CopySettings = ({ id }: { id: string }) => {
  const config = useAct('runs.config')
  const [copied, setCopied] = useState(false)
  const copy = () =>
    config.mutate(
      { id },
      { onSuccess: ({ text }) => setCopied(copyText(text)), onError: showFailure }
    )
  return (
    <Button look="quiet" icon={<Copy />} command="run.copySettings" onClick={copy}>
      {copied ? 'Copied' : 'Copy the settings as a file'}
    </Button>
  )
}

/** Kept when the field is left. */
const Words = ({ run: { id, name, notes } }: { run: Run }) => {
  const update = useAct('runs.update')
  const [typedName, setTypedName] = useState(name)
  const [typedNotes, setTypedNotes] = useState(notes)
  return (
    <div className="stack s4">
      <TextField
        label="Name"
        value={typedName}
        onChange={setTypedName}
        validate={nameProblem}
        hint="Also of the model that it makes."
        onBlurCapture={() => {
          const next = typedName.trim()
          if (nameProblem(next) === null && next !== name) update.mutate({ id, name: next })
        }}
      />
      <TextArea
        label="Notes"
        rows={5}
        value={typedNotes}
        onChange={setTypedNotes}
        placeholder="What was tried, and what came of it"
        onBlurCapture={() => {
          if (typedNotes !== notes) update.mutate({ id, notes: typedNotes })
        }}
      />
      {update.error && (
        <ErrorNote
          error={update.error}
          onRetry={() => update.mutate({ id, name: typedName, notes: typedNotes })}
        />
      )}
    </div>
  )
}

const nameProblem = ruleOf(runCalls['runs.start'].input.shape.name)

const Settings = ({ run }: { run: Run }) => {
  const { settings } = run
  return (
    <div>
      <dl className="kv">
        <dt>Base model</dt>
        <dd>{run.baseModelName}</dd>
        <dt>Learned from</dt>
        <dd>{dataLine(run.data)}</dd>
        <dt>Strength</dt>
        <dd className="capitalize">{run.preset}</dd>
      </dl>
      {settings === null ? (
        <p className="small faint mt-2">Its settings were not kept: it is of an earlier version.</p>
      ) : (
        <details className="mt-3">
          <summary className="med">Every setting</summary>
          {groupsFor(settings.stages).map(({ title, fields }) => (
            <div key={title} className="mt-3">
              <h3 className="small faint">{title}</h3>
              <dl className="kv small">
                {fields.map((field) => (
                  <div key={field.key} className="contents">
                    <dt>{field.label}</dt>
                    <dd>{valueText(field, settings)}</dd>
                  </div>
                ))}
              </dl>
            </div>
          ))}
        </details>
      )}
    </div>
  )
}
