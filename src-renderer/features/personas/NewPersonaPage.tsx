import { useLocation } from 'wouter'
import { useAct } from '../../bridge'
import { Button } from '../../ui/Button'
import { ErrorNote } from '../../ui/ErrorNote'
import { Page, Split } from '../../ui/Page'
import { usePersonaDraft, type PersonaDraft } from './form-store'
import { PersonaForm } from './PersonaForm'
import { SystemMessagePreview } from './SystemMessage'

/** Describes a voice; what the model will be told stands beside it. */
export const NewPersonaPage = () => {
  const [, navigate] = useLocation()
  const create = useAct('personas.create')
  const { draft, change, drop } = usePersonaDraft('new', empty)
  return (
    <Page title="New persona" parent={{ title: 'Personas', href: '/personas' }} flush>
      <Split side={<SystemMessagePreview draft={draft} />} sideLabel="Preview">
        <div className="max-w-form">
          <h2 className="display compact">Whose voice is it?</h2>
          <p className="lead muted mt-2 mb-7">
            A persona is a description that a model can follow and you can judge against.
          </p>
          <PersonaForm
            draft={draft}
            onChange={change}
            onSave={(input) =>
              create.mutate(input, {
                onSuccess: ({ id }) => {
                  drop()
                  navigate(`/personas/${id}/add`)
                }
              })
            }
            actions={
              <Button
                type="submit"
                look="primary"
                command="app.commit"
                working={create.isPending ? 'Creating' : null}
              >
                Create persona
              </Button>
            }
          />
          {create.error && <ErrorNote className="mt-5" error={create.error} />}
        </div>
      </Split>
    </Page>
  )
}

const empty: PersonaDraft = { name: '', description: '', tags: [], keepOut: [] }
