import { useState } from 'react'
import { Link } from 'wouter'
import type { HomeSummary } from '@contract/project'
import { call, useCall } from '../../bridge'
import { useCommand } from '../../ui/commands/useCommand'
import { showFailure } from '../../ui/Failure'
import { offerUndo } from '../../ui/Toast'
import { capital, count, inWords } from '../../ui/words'
import { Offer } from './Offer'
import { PythonOffer } from './PythonOffer'

/** Three facts on what works at once and what may want something first. */
export const Offers = ({ summary }: { summary: HomeSummary }) => (
  <div className="offers">
    <SampleOffer summary={summary} />
    <WriterOffer />
    <PythonOffer />
  </div>
)

const SampleOffer = ({ summary }: { summary: HomeSummary }) => {
  const { samplePersonas, stations } = summary
  const [removing, setRemoving] = useState(false)
  const here = samplePersonas > 0
  const remove = async () => {
    setRemoving(true)
    await removeSample()
      .catch(showFailure)
      .finally(() => setRemoving(false))
  }
  useCommand('home.removeSample', () => void remove(), { enabled: here && !removing })
  if (!here) {
    return (
      <Offer title="Ranking needs drafts">
        A topic is a line: a title, a question, a highlight. Three drafts of it are enough to rank.{' '}
        <button
          type="button"
          className="textlink"
          onClick={() => void call('project.restoreSample', {}).catch(showFailure)}
        >
          Bring the sample back
        </button>
      </Offer>
    )
  }
  return (
    <Offer title="The sample is ready now">
      {capital(inWords(stations.toRank.count, 'topic'))} with finished drafts. It needs no model and
      no set-up.{' '}
      <button type="button" className="textlink" disabled={removing} onClick={() => void remove()}>
        Remove the sample
      </button>
    </Offer>
  )
}

const removeSample = async () => {
  const { personas } = await call('project.removeSample', {})
  offerUndo(`${count(personas, 'sample persona')} removed`, () => call('project.restoreSample', {}))
}

/** Writing works at once with the built-in model; a larger one writes better. */
const WriterOffer = () => {
  const settings = useCall('engines.settings', {})
  const status = useCall('engines.status', {})
  const writer = settings.data?.writer
  if (settings.data && writer === null) {
    return (
      <Offer title="Writing needs a model">
        There is none on this computer yet. Start LM Studio, or name another server.{' '}
        <Link href="/settings/engines">Choose an engine</Link>
      </Offer>
    )
  }
  if (status.data?.state === 'failed') {
    return (
      <Offer title="Writing needs a model">
        {status.data.error.message} <Link href="/settings/engines">Choose an engine</Link>
      </Offer>
    )
  }
  if (writer?.engine === 'openai') {
    return (
      <Offer title="The writer is ready">
        {status.data?.name ?? 'A server'} writes with {writer.model}.{' '}
        <Link href="/settings/engines">Choose another engine</Link>
      </Offer>
    )
  }
  return (
    <Offer title="Writing works already">
      The built-in starter model writes drafts. It is small; a larger one in LM Studio writes
      better. <Link href="/settings/engines">Choose an engine</Link>
    </Offer>
  )
}
