import { useState } from 'react'
import { topicCalls, type Topic } from '@contract/topics'
import { useAct, useCall } from '../../bridge'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { ErrorNote } from '../../ui/ErrorNote'
import { TextArea, TextField } from '../../ui/Field'
import { ruleOf } from '../../ui/useCheck'

const input = topicCalls['topics.update'].input

/** Title, prompt and kind. Drafts that are there keep the prompt they were written for. */
export const EditTopicDialog = ({ topic, onClose }: { topic: Topic; onClose: () => void }) => {
  const [title, setTitle] = useState(topic.title)
  const [prompt, setPrompt] = useState(topic.prompt)
  const [kind, setKind] = useState(topic.kind ?? '')
  const [judged, setJudged] = useState(false)
  const update = useAct('topics.update')
  const save = () => {
    setJudged(true)
    const values = input.safeParse({ id: topic.id, title, prompt, kind: kind.trim() || null })
    if (values.success) update.mutate(values.data, { onSuccess: onClose })
  }
  return (
    <Dialog
      open
      onClose={onClose}
      wide
      title="Edit topic"
      actions={
        <>
          <Button keys="escape" onClick={onClose}>
            Cancel
          </Button>
          <Button
            look="primary"
            command="app.commit"
            working={update.isPending ? 'Saving' : null}
            onClick={save}
          >
            Save the topic
          </Button>
        </>
      }
    >
      <div className="stack s4 mt-4">
        <TextField
          label="Title"
          value={title}
          onChange={setTitle}
          validate={ruleOf(input.shape.title)}
          judged={judged}
          autoFocus
        />
        <TextArea
          label="Prompt"
          writing
          rows={5}
          value={prompt}
          onChange={setPrompt}
          validate={ruleOf(input.shape.prompt)}
          judged={judged}
          hint="What the model is asked. Drafts that are there keep the prompt they were written for."
        />
        <KindField personaId={topic.personaId} value={kind} onChange={setKind} judged={judged} />
      </div>
      {update.error && <ErrorNote className="mt-3" error={update.error} onRetry={save} />}
    </Dialog>
  )
}

type KindFieldProps = {
  personaId: string
  value: string
  onChange: (kind: string) => void
  judged: boolean
}

/** A word of one's own, or one of those that the persona's topics have already. */
const KindField = ({ personaId, value, onChange, judged }: KindFieldProps) => {
  const known = useCall('topics.kinds', { personaId })
  const others = known.data?.kinds.filter((kind) => kind !== value.trim()).slice(0, 8) ?? []
  return (
    <div>
      <TextField
        label="Kind"
        className="max-w-60"
        value={value}
        onChange={onChange}
        validate={(kind) => rule(kind.trim() || null)}
        judged={judged}
        hint="A word such as essay or blog; may be left empty."
      />
      {others.length > 0 && (
        <p className="row mt-2 flex-wrap small faint">
          Used so far
          {others.map((kind) => (
            <button key={kind} type="button" className="tag" onClick={() => onChange(kind)}>
              {kind}
            </button>
          ))}
        </p>
      )}
    </div>
  )
}

const rule = (kind: string | null): string | null =>
  input.shape.kind.safeParse(kind).error?.issues[0]?.message ?? null
