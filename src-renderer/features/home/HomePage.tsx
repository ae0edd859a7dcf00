import './home.css'
import type { HomeSummary } from '@contract/project'
import { useCall } from '../../bridge'
import { ErrorNote } from '../../ui/ErrorNote'
import { Page } from '../../ui/Page'
import { FirstRun } from './FirstRun'
import { Loop } from './Loop'
import { NextButton } from '../../ui/NextButton'
import { RankedSoFar } from './RankedSoFar'
import { Recent } from './Recent'

/** What should I do now? */
export const HomePage = () => {
  const summary = useCall('home.summary', {})
  return (
    <Page title="Home">
      {summary.error && (
        <ErrorNote error={summary.error} onRetry={() => void summary.refetch()} className="mb-6" />
      )}
      {summary.data && (isFirstRun(summary.data) ? <FirstRun summary={summary.data} /> : null)}
      {summary.data && !isFirstRun(summary.data) && <Overview summary={summary.data} />}
    </Page>
  )
}

/** Nothing has been ranked, written or trained yet. */
const isFirstRun = ({ recent, stations }: HomeSummary) =>
  recent.length === 0 && stations.runs.count === 0 && stations.pairs.count === 0

const Overview = ({ summary }: { summary: HomeSummary }) => (
  <>
    <div className="mt-1 mb-7 flex items-end justify-between gap-8">
      <div>
        <p className="muted mb-1.5">Next</p>
        <h2 className="display">{summary.next.title}</h2>
        <p className="lead muted mt-2">{summary.next.text}</p>
      </div>
      <NextButton large next={summary.next} />
    </div>
    <Loop summary={summary} />
    <div className="home-columns">
      <Recent activities={summary.recent} />
      <RankedSoFar ranked={summary.ranked} />
    </div>
  </>
)
