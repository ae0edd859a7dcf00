import { useState } from 'react'
import type { CallOutput } from '@contract/calls'
import { CLEAR_LEAD } from '@contract/rewards'
import { call, useAct, useCall } from '../../../bridge'
import { Button } from '../../../ui/Button'
import { Dialog } from '../../../ui/Dialog'
import { ErrorNote } from '../../../ui/ErrorNote'
import { JobCard } from '../../../ui/JobCard'
import { isActive } from '../../../ui/jobs'
import { NoPick } from '../../../ui/picks/NoPick'
import { sayTrust } from '../../../ui/picks/words'
import { Status } from '../../../ui/Status'
import { offerUndo } from '../../../ui/Toast'
import { count, figure } from '../../../ui/words'
import { PickList, type ScoredTopic } from './PickList'

/** The most topics that one job scores. */
export const MOST_PICKS = 500

type PickDialogProps = {
  /** Null for the topics of all personas. */
  personaId: string | null
  topicIds: readonly string[]
  onClose: () => void
}

/** The reward model picks for many topics; the person sees how sure it is, and accepts. */
export const PickDialog = ({ personaId, topicIds, onClose }: PickDialogProps) => {
  const [since] = useState(() => Date.now())
  const picks = useCall('rewards.picks', { topicIds: [...topicIds] })
  const jobs = useCall('jobs.list', {})
  const start = useAct('rewards.score')
  const accept = useAct('rewards.accept')
  const open = (picks.data ?? []).filter(({ ranked }) => !ranked)
  const unscored = open.filter(({ pick }) => pick.state === 'unscored')
  const scored = scoredOf(open)
  const clear = scored.filter(({ pick }) => (pick.lead ?? 0) >= CLEAR_LEAD)
  const none = open.find(({ pick }) => pick.state === 'noModel' || pick.state === 'filesMissing')
  const job = jobs.data?.find(({ id }) => id === start.data?.jobId)
  const scoring = job !== undefined && isActive(job)
  const ask = () => start.mutate({ topicIds: unscored.map(({ topicId }) => topicId) })
  const take = () =>
    accept.mutate(
      {
        picks: clear.map(({ topicId, pick }) => ({ topicId, draftId: pick.best })),
        elapsedMs: elapsed(since)
      },
      {
        onSuccess: ({ rankingIds }) => {
          onClose()
          offerUndo(`${count(rankingIds.length, 'pick')} accepted`, () => takeBack(rankingIds))
        }
      }
    )
  return (
    <Dialog
      open
      wide
      decision
      onClose={onClose}
      title={`Let the reward model pick for ${count(topicIds.length, 'topic')}?`}
      text="It has learned from your rankings. What you accept counts as your own verdict, and the next run learns from it. Where it cannot tell, rank yourself."
      actions={
        <>
          <Button keys="escape" onClick={onClose}>
            {clear.length > 0 ? 'Accept none' : 'Close'}
          </Button>
          {unscored.length > 0 ? (
            <Button
              look="primary"
              working={scoring || start.isPending ? 'Scoring' : null}
              onClick={ask}
            >
              Score the drafts of {figure(unscored.length)}
            </Button>
          ) : (
            <Button
              look="primary"
              off={clear.length === 0 && 'There is no pick that it is sure of.'}
              working={accept.isPending ? 'Accepting' : null}
              onClick={take}
            >
              Accept {count(clear.length, 'clear pick')}
            </Button>
          )}
        </>
      }
    >
      <div className="mt-4">
        {picks.error && <ErrorNote error={picks.error} onRetry={() => void picks.refetch()} />}
        {picks.isPending && <Status kind="working">Asking</Status>}
        {picks.data && open.length === 0 && (
          <p className="muted">All of these are ranked already.</p>
        )}
        {none && isNone(none.pick) && <NoPick pick={none.pick} personaId={personaId} />}
        {start.error && <ErrorNote className="mb-3" error={start.error} onRetry={ask} />}
        {job && (scoring || job.state.status !== 'succeeded') && <JobCard job={job} />}
        {accept.error && <ErrorNote className="mb-3" error={accept.error} onRetry={take} />}
        {scored.length > 0 && (
          <>
            <PickList topics={scored} />
            <p className="small muted mt-3">{sayTrust(scored[0]?.pick.heldOut ?? null)}</p>
          </>
        )}
      </div>
    </Dialog>
  )
}

const elapsed = (since: number): number => Date.now() - since

type Answer = CallOutput<'rewards.picks'>[number]

const scoredOf = (answers: readonly Answer[]): ScoredTopic[] =>
  answers.flatMap(({ topicId, title, pick }) =>
    pick.state === 'scored' && pick.lead !== null ? [{ topicId, title, pick }] : []
  )

const isNone = (
  pick: Answer['pick']
): pick is Extract<Answer['pick'], { state: 'noModel' | 'filesMissing' }> =>
  pick.state === 'noModel' || pick.state === 'filesMissing'

const takeBack = async (rankingIds: readonly string[]) => {
  for (const id of rankingIds) await call('rankings.undo', { id })
}
