import { useState } from 'react'
import { useLocation } from 'wouter'
import type { DeployTarget } from '@contract/deployments'
import { useAct, useCall } from '../../bridge'
import { Button } from '../../ui/Button'
import { endAskingToDeploy, useAskedToDeploy, type SourceAsked } from '../../ui/deploying'
import { Dialog } from '../../ui/Dialog'
import { ErrorNote } from '../../ui/ErrorNote'
import './deploy.css'
import { DeployChoices, type Choices } from './DeployChoices'
import { targetNames } from './step-words'

/** Before it starts: where to, how small, how much it can read, and what it takes. Return starts. */
export const DeployDialog = () => {
  const { asked } = useAskedToDeploy()
  if (asked === null) return null
  const key = JSON.stringify(asked.source)
  return <Asking key={key} {...asked} />
}

type AskingProps = { source: SourceAsked; name: string; onStarted?: () => void }

const Asking = ({ source, name, onStarted }: AskingProps) => {
  const [, navigate] = useLocation()
  const [target, setTarget] = useState<DeployTarget>('lmstudio')
  const [choices, setChoices] = useState<Choices>({})
  const plan = useCall('deployments.plan', { source, target }, { keepPrevious: true })
  const start = useAct('deployments.start')
  const begin = () => {
    if (!plan.data) return
    start.mutate(
      { source, target, ...choices.made },
      {
        onSuccess: ({ id }) => {
          endAskingToDeploy()
          onStarted?.()
          navigate(`/models/deploy/${id}`)
        }
      }
    )
  }
  const problem = plan.data?.problems[0] ?? choices.problem
  return (
    <Dialog
      open
      onClose={endAskingToDeploy}
      title={question(source, target, name)}
      text={sentence(source, target)}
      reading
      aside={
        plan.data && problem === undefined && 'Each step is kept: it can be stopped and goes on.'
      }
      actions={
        <>
          <Button keys="escape" onClick={endAskingToDeploy}>
            Cancel
          </Button>
          <Button
            look="primary"
            command="deploy.next"
            off={plan.data ? problem : 'It is still being looked at.'}
            working={start.isPending ? 'Starting' : null}
            onClick={begin}
          >
            {deed(source, target)}
          </Button>
        </>
      }
    >
      {plan.error && (
        <ErrorNote className="mt-4" error={plan.error} onRetry={() => void plan.refetch()} />
      )}
      {start.error && <ErrorNote className="mt-4" error={start.error} onRetry={begin} />}
      {plan.data && (
        <DeployChoices
          plan={plan.data}
          target={target}
          onTarget={setTarget}
          choices={choices}
          onChange={setChoices}
          onCommit={begin}
          onAgain={() => void plan.refetch()}
        />
      )}
    </Dialog>
  )
}

/** What the button says: as much as is still to be done. */
const deed = ({ from }: SourceAsked, target: DeployTarget): string => {
  if (target === 'folder') return from === 'file' ? 'Check the file' : 'Make the file'
  if (from === 'newRun') return 'Train & load'
  return from === 'file' ? 'Load' : 'Merge & load'
}

const question = (source: SourceAsked, target: DeployTarget, name: string): string => {
  if (source.from === 'file' && target === 'folder') return `Check the file of ${name}?`
  const where = target === 'folder' ? 'make a file of it' : `load it into ${targetNames[target]}`
  if (source.from === 'newRun') return `Train ${name} and ${where}?`
  return target === 'folder'
    ? `Make a file of ${name}?`
    : `Load ${name} into ${targetNames[target]}?`
}

const sentence = ({ from }: SourceAsked, target: DeployTarget): string => {
  if (from === 'file' && target === 'folder') {
    return 'The built-in engine asks it one question. It stays where it is.'
  }
  const steps = [
    from === 'newRun' && 'trained',
    from !== 'file' && 'merged and converted',
    target === 'folder' ? 'checked' : 'placed, loaded and asked one question'
  ].filter(Boolean)
  const last = steps.at(-1) ?? ''
  const first = steps.slice(0, -1).join(', ')
  return `It is ${first === '' ? last : `${first}, then ${last}`}.`
}
