import { useLocation } from 'wouter'
import type { HomeSummary } from '@contract/project'
import { useCall } from '../../bridge'
import { Button, LinkButton } from '../../ui/Button'
import { Section } from '../../ui/Page'
import { Offers } from './Offers'
import { sayPrivacy } from './privacy'

/** Before anything is one's own: what this is, and the one thing to try. */
export const FirstRun = ({ summary }: { summary: HomeSummary }) => {
  const settings = useCall('engines.settings', {})
  const hasSample = summary.samplePersonas > 0 && summary.stations.toRank.count > 0
  return (
    <>
      <div className="max-w-160 pt-9">
        <h2 className="display">Teach a model your taste, one ranking at a time.</h2>
        <p className="read muted mt-3.5">
          A local model writes three drafts. You say which is best and which is worst. Understudy
          trains on your choices until the drafts sound right to you.{' '}
          {settings.data && sayPrivacy(settings.data)}
        </p>
        <div className="row mt-7">{hasSample ? <WithSample /> : <WithoutSample />}</div>
      </div>
      <Offers summary={summary} />
      <Section title="What happens next" className="mt-10">
        <ol className="lines">
          {steps.map(([title, text], index) => (
            <li key={title}>
              <span className="serif lead faint w-4">{index + 1}</span>
              <span className="med w-40 flex-none">{title}</span>
              <span className="muted">{text}</span>
            </li>
          ))}
        </ol>
      </Section>
    </>
  )
}

const WithSample = () => {
  const [, navigate] = useLocation()
  return (
    <>
      <Button look="primary" large command="home.next" onClick={() => navigate('/rank')}>
        Rank three sample drafts
      </Button>
      <LinkButton href="/personas/new" large command="app.new">
        Create your first persona
      </LinkButton>
    </>
  )
}

/** Once the sample is gone, one's own persona is the next thing. */
const WithoutSample = () => {
  const [, navigate] = useLocation()
  return (
    <Button look="primary" large command="home.next" onClick={() => navigate('/personas/new')}>
      Create your first persona
    </Button>
  )
}

const steps = [
  ['Write topics', 'A line each: a title, a question, a highlight.'],
  [
    'Rank the drafts',
    'Two keys a topic. Some 35 rankings, about 100 pairs, make a useful first run.'
  ],
  ['Train', 'Imitate, then prefer: supervised first, then DPO on your pairs.'],
  ['Bring it on stage', 'The tuned model is exported, checked, and writes the next drafts.']
] as const
