import type { Persona } from '@contract/personas'
import { LinkButton } from '../../ui/Button'
import { KeepOut } from './KeepOut'
import { PersonaWriter } from './PersonaWriter'
import { SoFar } from './SoFar'
import { SystemMessage } from './SystemMessage'

/** The voice in full, who writes, and how far and how steadily it is ranked. */
export const PersonaSide = ({ persona }: { persona: Persona }) => (
  <>
    <section>
      <div className="row between mb-2">
        <h3 className="h">Voice</h3>
        <span className="-mr-3">
          <LinkButton href={`/personas/${persona.id}/edit`} look="quiet">
            Edit
          </LinkButton>
        </span>
      </div>
      <div className="read sm">
        {persona.description.split(/\n\s*\n/).map((paragraph, index) => (
          <p key={index} className="whitespace-pre-line">
            {paragraph}
          </p>
        ))}
      </div>
    </section>
    <KeepOut persona={persona} />
    <PersonaWriter persona={persona} />
    <SoFar persona={persona} />
    <SystemMessage text={persona.systemMessage} />
  </>
)
