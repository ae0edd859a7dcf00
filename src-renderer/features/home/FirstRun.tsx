import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { HomeSummary } from '@contract/project'
import { useCall } from '../../bridge'
import { LinkButton } from '../../ui/Button'
import { Section } from '../../ui/Page'
import { inWords } from '../../ui/words'
import { NextButton } from '../../ui/NextButton'

/** Before the first ranking: what this is, and the one thing to try. */
export const FirstRun = ({ summary }: { summary: HomeSummary }) => {
  const { toRank } = summary.stations
  return (
    <>
      <div className="max-w-160 pt-9">
        <h2 className="display">Teach a model your taste, one ranking at a time.</h2>
        <p className="read muted mt-3.5">
          A local model writes three drafts. You say which is best and which is worst. Understudy
          trains on your choices until the drafts sound right to you. Nothing leaves this computer.
        </p>
        <div className="row mt-7">
          <NextButton large next={summary.next} />
          {summary.next.step !== 'add-persona' && (
            <LinkButton href="/personas/new" large keys="mod+n">
              New persona
            </LinkButton>
          )}
        </div>
      </div>
      <div className="offers">
        {toRank.count > 0 ? (
          <Offer title="The sample is ready now">
            {sentence(inWords(toRank.count, 'topic'))} with finished drafts. Ranking needs no model
            and no set-up.
          </Offer>
        ) : (
          <Offer title="Ranking needs drafts">
            A topic is a line: a title, a question, a highlight. Three drafts of it are enough to
            rank.
          </Offer>
        )}
        <WriterOffer />
        <PythonOffer />
      </div>
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

const steps = [
  ['Write topics', 'A line each: a title, a question, a highlight.'],
  [
    'Rank the drafts',
    'Two keys a topic. Some 35 rankings, about 100 pairs, make a useful first run.'
  ],
  ['Train', 'Imitate, then prefer: supervised first, then DPO on your pairs.'],
  ['Bring it on stage', 'The tuned model is exported, checked, and writes the next drafts.']
] as const

const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

type OfferProps = { title: string; children: ReactNode }

const Offer = ({ title, children }: OfferProps) => (
  <div>
    <h3 className="h">{title}</h3>
    <p className="muted mt-1">{children}</p>
  </div>
)

const WriterOffer = () => {
  const status = useCall('engines.status', {})
  if (status.data?.state === 'failed') {
    return (
      <Offer title="Writing needs a model">
        {status.data.error.message} <Link href="/settings/engines">Choose an engine</Link>
      </Offer>
    )
  }
  return (
    <Offer title="The writer is here">
      {status.data?.detail || 'A local model'} writes the drafts. Nothing has to be set up.{' '}
      <Link href="/settings/engines">Choose another</Link>
    </Offer>
  )
}

const PythonOffer = () => {
  const python = useCall('python.status', {})
  if (python.data?.state === 'ready') {
    return (
      <Offer title="Training is set up">
        Understudy has its own copy of Python, and it passes its checks.{' '}
        <Link href="/settings/python">Look at it</Link>
      </Offer>
    )
  }
  return (
    <Offer title="Training needs Python">
      Understudy sets up its own copy before a first run. It touches no other.{' '}
      <Link href="/settings/python">
        {python.data?.state === 'building' ? 'See how far it is' : 'Set it up now'}
      </Link>
    </Offer>
  )
}
