import type { Persona } from '@contract/personas'
import { useAct } from '../../bridge'
import { Button } from '../../ui/Button'
import { ErrorNote } from '../../ui/ErrorNote'
import { Split } from '../../ui/Page'
import { usePersonaDraft } from './form-store'
import { PersonaForm } from './PersonaForm'
import { SystemMessagePreview } from './SystemMessage'

/** The form for a persona that is there. Drafts already written keep the voice they were written in. */
export const EditPersona = ({ persona, onDone }: { persona: Persona; onDone: () => void }) => {
  const { id, name, description, tags, keepOut } = persona
  const update = useAct('personas.update')
  const { draft, change, drop } = usePersonaDraft(id, { name, description, tags, keepOut })
  const cancel = () => {
    drop()
    onDone()
  }
  return (
    <Split side={<SystemMessagePreview draft={draft} />} sideLabel="Preview">
      <div className="max-w-form">
        <h2 className="display compact mb-7">What should it sound like?</h2>
        <PersonaForm
          draft={draft}
          onChange={change}
          onSave={(input) => update.mutate({ id, ...input }, { onSuccess: cancel })}
          actions={
            <>
              <Button
                type="submit"
                look="primary"
                command="app.commit"
                working={update.isPending ? 'Saving' : null}
              >
                Save the voice
              </Button>
              <Button onClick={cancel}>Leave it as it was</Button>
            </>
          }
        />
        <p className="small faint mt-4">
          Drafts and rankings that are there stay with the voice they were written in.
        </p>
        {update.error && <ErrorNote className="mt-5" error={update.error} />}
      </div>
    </Split>
  )
}
