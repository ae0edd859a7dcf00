import { Search } from 'lucide-react'
import type { HomeSummary } from '@contract/project'
import { useCall } from '../../bridge'
import { Button } from '../../ui/Button'
import { ErrorNote } from '../../ui/ErrorNote'
import { Page } from '../../ui/Page'
import { FirstRun } from './FirstRun'
import { Loop } from './Loop'
import { NextButton } from '../../ui/NextButton'
import { RankedSoFar } from './RankedSoFar'
import { Recent } from './Recent'
import './home.css'

/** What should I do now? */
export const HomePage = () => {
  const summary = useCall('home.summary', {})
  return (
    <Page
      title="Home"
      actions={
        <Button look="quiet" icon={<Search />} command="app.palette">
          Search or run a command
        </Button>
      }
    >
      {summary.error && (
        <ErrorNote error={summary.error} onRetry={() => void summary.refetch()} className="mb-6" />
      )}
      {summary.data?.firstRun === true && <FirstRun summary={summary.data} />}
      {summary.data?.firstRun === false && <Overview summary={summary.data} />}
    </Page>
  )
}

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
