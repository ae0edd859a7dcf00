import { Link } from 'wouter'
import type { Persona } from '@contract/personas'
import type { EngineSettings } from '@contract/generation'
import { useCall } from '../../bridge'
import { LinkButton } from '../../ui/Button'
import { figure } from '../../ui/words'
import { SystemMessage } from './SystemMessage'

/** The voice in full, who writes, and how far the ranking is. */
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
    <WriterFacts />
    <section>
      <h3 className="h mb-1.5">So far</h3>
      <dl className="kv">
        <dt>Topics</dt>
        <dd>{figure(persona.counts.topics)}</dd>
        <dt>Rankings</dt>
        <dd>{figure(persona.counts.ranked)}</dd>
        <dt>Pairs</dt>
        <dd>{figure(persona.counts.pairs)}</dd>
      </dl>
    </section>
    <SystemMessage text={persona.systemMessage} />
  </>
)

const WriterFacts = () => {
  const settings = useCall('engines.settings', {})
  const writers = useCall('engines.writers', {})
  if (!settings.data) return null
  return (
    <section>
      <div className="row between mb-1.5">
        <h3 className="h">Writer</h3>
        <Link href="/settings/engines" className="small">
          Change
        </Link>
      </div>
      <dl className="kv">
        <dt>Engine</dt>
        <dd>{settings.data.writer.engine === 'embedded' ? 'Built in' : 'Server'}</dd>
        <dt>Model</dt>
        <dd className="name">{nameOf(settings.data, writers.data ?? [])}</dd>
        <dt>Drafts a topic</dt>
        <dd>{settings.data.draftsPerTopic}</dd>
      </dl>
    </section>
  )
}

type Choices = { writer: EngineSettings['writer']; name: string }[]

const nameOf = ({ writer }: EngineSettings, choices: Choices) => {
  if (writer.engine === 'openai') return writer.model
  const own = choices.find(
    (choice) => choice.writer.engine === 'embedded' && choice.writer.modelId === writer.modelId
  )
  return own?.name ?? 'unknown'
}
