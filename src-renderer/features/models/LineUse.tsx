import { Box } from 'lucide-react'
import type { ReactNode } from 'react'
import { useLocation } from 'wouter'
import type { Deployment } from '@contract/deployments'
import type { Model } from '@contract/models'
import { useAct } from '../../bridge'
import { Button, LinkButton } from '../../ui/Button'
import { askToDeploy, type SourceAsked } from '../../ui/deploying'
import { showFailure } from '../../ui/Failure'
import { Status } from '../../ui/Status'
import { when } from '../../ui/words'
import type { Branch } from './families'
import type { LineState } from './line-state'
import { LineMenu } from './LineMenu'

type LineUseProps = {
  branch: Branch
  state: LineState
  base: Model
  /** What stands for the line in the menu's acts. */
  front: Model | null
  /** It writes the drafts in the app itself. */
  writes: boolean
  /** Loading it is the next thing to do. */
  next: boolean
}

/** Where the line stands outside, and the act that brings it one further. */
export const LineUse = (props: LineUseProps) => {
  const { state, front, writes } = props
  if (state.at === 'scores') return null
  return (
    <div className="use">
      <div className="min-w-0">
        {says(state)}
        {writes && <p className="small faint mt-0.5">Writes the drafts</p>}
      </div>
      <span className="row">
        <Deed {...props} />
        {front && <LineMenu {...props} front={front} />}
      </span>
    </div>
  )
}

const says = (state: LineState): ReactNode => {
  switch (state.at) {
    case 'onStage':
      return (
        <>
          <Status kind="ok">
            {state.deployment.target === 'ollama' ? 'In Ollama' : 'On stage'}
          </Status>
          <p className="small faint tn mt-0.5">{answered(state.deployment)}</p>
        </>
      )
    case 'placed':
      return (
        <span className="st">
          <Box />
          {state.deployment.target === 'folder' ? 'In its folder' : 'Placed, not loaded'}
        </span>
      )
    case 'coming':
      return <Status kind="working">Step {stepNow(state.deployment)} of 7</Status>
    case 'failed':
      return state.deployment.state.status === 'failed' ? (
        <Status kind="stop">Not on stage</Status>
      ) : (
        <Status kind="none">Stopped on the way</Status>
      )
    case 'training':
      return <span className="faint">Not ready</span>
    case 'made':
    case 'trained':
      return <span className="faint">Not there</span>
    case 'base':
    case 'nothing':
    case 'scores':
      return null
  }
}

/** “answered 9:12, 46 tok/s”. */
const answered = ({ proof }: Deployment): string => {
  if (!proof) return ''
  const { tokensPerSecond } = proof.tuned
  const speed = tokensPerSecond === null ? '' : `, ${Math.round(tokensPerSecond)} tok/s`
  return `answered ${when(proof.at)}${speed}`
}

const stepNow = ({ steps }: Deployment): number =>
  Math.max(1, steps.findIndex(({ state }) => state !== 'done') + 1)

const Deed = ({ state, next }: LineUseProps) => {
  switch (state.at) {
    case 'onStage':
      return <Unload deployment={state.deployment} />
    case 'placed':
      return <LoadAgain deployment={state.deployment} />
    case 'coming':
      return <LinkButton href={`/models/deploy/${state.deployment.id}`}>Follow</LinkButton>
    case 'failed':
      return <LinkButton href={`/models/deploy/${state.deployment.id}`}>See what to do</LinkButton>
    case 'training':
      return (
        <Load name={state.run.name} source={{ from: 'run', runId: state.run.id }}>
          Train & load
        </Load>
      )
    case 'made':
      return (
        <Load name={state.file.name} source={{ from: 'file', modelId: state.file.id }}>
          Load
        </Load>
      )
    case 'trained':
      return (
        <Load
          name={state.adapter.name}
          source={{ from: 'adapter', adapterId: state.adapter.id }}
          next={next}
          off={state.adapter.missing && 'The adapter’s folder is gone from its place.'}
        >
          Merge & load
        </Load>
      )
    case 'base':
    case 'nothing':
    case 'scores':
      return null
  }
}

type LoadProps = {
  name: string
  source: SourceAsked
  next?: boolean
  off?: string | false
  children: string
}

const Load = ({ name, source, next = false, off, children }: LoadProps) => (
  <Button
    look={next ? 'primary' : 'default'}
    command={next ? 'home.next' : 'model.load'}
    hideKeys
    aria-label={`${children}: ${name}`}
    off={off}
    onClick={() => askToDeploy({ name, source })}
  >
    {children}
  </Button>
)

/** Its file is in its place already: the steps are gone through again, and are shown. */
const LoadAgain = ({ deployment: { id, name } }: { deployment: Deployment }) => {
  const [, navigate] = useLocation()
  const again = useAct('deployments.retry')
  const load = () =>
    again.mutate(
      { id },
      { onSuccess: () => navigate(`/models/deploy/${id}`), onError: showFailure }
    )
  return (
    <Button
      command="model.load"
      aria-label={`Load: ${name}`}
      working={again.isPending ? 'Loading' : null}
      onClick={load}
    >
      Load
    </Button>
  )
}

const Unload = ({ deployment: { id, name } }: { deployment: Deployment }) => {
  const unload = useAct('deployments.unload')
  return (
    <Button
      command="model.unload"
      aria-label={`Unload: ${name}`}
      working={unload.isPending ? 'Unloading' : null}
      onClick={() => unload.mutate({ id }, { onError: showFailure })}
    >
      Unload
    </Button>
  )
}
