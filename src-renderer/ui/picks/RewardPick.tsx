import { Scale as ScaleIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Ranking } from '@contract/rankings'
import { useAct, useCall } from '../../bridge'
import { Button } from '../Button'
import { ErrorNote } from '../ErrorNote'
import { JobCard } from '../JobCard'
import { isActive } from '../jobs'
import { Status } from '../Status'
import { NoPick } from './NoPick'
import { sayAgreement, sayPick, sayTrust, score, type Scored } from './words'

type RewardPickProps = {
  topicId: string
  personaId: string
  /** What a draft is called on this page, such as “B”. */
  nameOf: (draftId: string) => string
  /** The person's own order; null before there is one. */
  ranking: Ranking | null
  /** The person asked before ranking, and knows that it is an opinion. */
  reveal?: boolean
  /** The button that takes the pick over, where nothing is ranked. */
  accept?: (pick: Scored) => ReactNode
}

/** What a reward model thinks of a topic's drafts: asked for, scored, and said with its doubt. */
export const RewardPick = (props: RewardPickProps) => {
  const { topicId, personaId, nameOf, ranking, reveal = false, accept } = props
  const pick = useCall('rewards.pick', { topicId, reveal })
  const jobs = useCall('jobs.list', {})
  const start = useAct('rewards.score')
  const job = jobs.data?.find((one) => one.kind === 'score' && one.subjectId === topicId)
  if (pick.error) return <ErrorNote error={pick.error} onRetry={() => void pick.refetch()} />
  if (!pick.data) return <Status kind="working">Asking</Status>
  const { data } = pick
  if (data.state === 'noModel' || data.state === 'filesMissing') {
    return <NoPick pick={data} personaId={personaId} />
  }
  if (job && (isActive(job) || (data.state !== 'scored' && job.state.status !== 'succeeded'))) {
    return <JobCard job={job} retryLabel="Score them again" />
  }
  if (data.state === 'scored') {
    return <Finding {...{ nameOf, ranking }} pick={data} end={accept?.(data)} />
  }
  const ask = () => start.mutate({ topicIds: [topicId], modelId: data.modelId })
  return (
    <>
      <div className="row between gap-6">
        <p className="muted max-w-measure">
          “{data.modelName}” has learned from your rankings what you prefer, and can score these
          drafts. It takes some seconds.
        </p>
        <Button icon={<ScaleIcon />} working={start.isPending ? 'Starting' : null} onClick={ask}>
          Let the reward model pick
        </Button>
      </div>
      {start.error && <ErrorNote className="mt-3" error={start.error} onRetry={ask} />}
    </>
  )
}

type FindingProps = {
  pick: Scored
  nameOf: (draftId: string) => string
  ranking: Ranking | null
  end: ReactNode
}

const Finding = ({ pick, nameOf, ranking, end }: FindingProps) => {
  const agreement = ranking && sayAgreement(pick, ranking, nameOf)
  return (
    <div data-pick>
      <div className="row between items-start gap-6">
        <div className="max-w-measure">
          <p className="med">{sayPick(pick, nameOf)}</p>
          {agreement && <p>{agreement}</p>}
        </div>
        {end}
      </div>
      <ol className="row mt-2 flex-wrap gap-4" aria-label="Scores, best first">
        {pick.drafts.map(({ draftId, score: value }) => (
          <li key={draftId} className="tn">
            <b className="strong">{nameOf(draftId)}</b> {score(value)}
          </li>
        ))}
      </ol>
      <p className="small muted mt-2 max-w-measure">
        Scored by “{pick.modelName}”. {sayTrust(pick.heldOut)}
      </p>
    </div>
  )
}
