import { Link } from 'wouter'
import type { HomeSummary } from '@contract/project'
import { Meter } from '../../ui/Counts'
import { Section } from '../../ui/Page'
import { figure } from '../../ui/words'

/** How many topics of each persona are ranked. */
export const RankedSoFar = ({ ranked }: { ranked: HomeSummary['ranked'] }) => {
  const done = ranked.reduce((sum, persona) => sum + persona.ranked, 0)
  const total = ranked.reduce((sum, persona) => sum + persona.topics, 0)
  return (
    <Section
      title="Ranked so far"
      end={
        <span className="small faint tn">
          {figure(done)} of {figure(total)} topics
        </span>
      }
    >
      {ranked.length === 0 && <p className="muted mt-3">No personas yet.</p>}
      <ul className="mt-1">
        {ranked.map(({ personaId, name, ranked: n, topics }) => (
          <li key={personaId}>
            <Link href={`/personas/${personaId}`} className="ranked-row">
              <span className="trunc" title={name}>
                {name}
              </span>
              <Meter value={topics === 0 ? 0 : n / topics} label={`Ranked for ${name}`} />
              <span className="muted small num">
                {figure(n)} of {figure(topics)}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  )
}
