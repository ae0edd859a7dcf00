import { useLocation } from 'wouter'
import type { Pick } from '@contract/rewards'
import { Button } from '../Button'
import { Note } from '../Note'
import { fillWithReward } from './reward-run'

type NoPickProps = {
  pick: Extract<Pick, { state: 'noModel' | 'filesMissing' }>
  /** Null for all personas. */
  personaId: string | null
}

/** Why no reward model can say anything, and where one is to be had. */
export const NoPick = ({ pick, personaId }: NoPickProps) => {
  const [, navigate] = useLocation()
  return (
    <Note
      kind={pick.state === 'noModel' ? 'info' : 'warn'}
      title={
        pick.state === 'filesMissing'
          ? `The files of “${pick.modelName}” are gone from their place.`
          : 'No reward model knows this persona yet.'
      }
      actions={
        <Button
          onClick={() => {
            fillWithReward(personaId)
            navigate('/train/new')
          }}
        >
          Train a reward model
        </Button>
      }
    >
      {pick.state === 'filesMissing'
        ? 'Put them back, or train another one.'
        : 'A reward model learns from your rankings to score drafts. It needs at least four ranked topics, and gets better with each.'}
    </Note>
  )
}
