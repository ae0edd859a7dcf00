import { LockKeyhole } from 'lucide-react'
import type { HubBase } from '@contract/hub'
import { useAct, useCall } from '../../../bridge'
import { Button } from '../../../ui/Button'
import { ErrorNote } from '../../../ui/ErrorNote'
import { sayFit } from '../../../ui/fit'
import { isActive } from '../../../ui/jobs'
import { Status } from '../../../ui/Status'
import { figure, size } from '../../../ui/words'
import { Fetching } from './Fetching'
import { Outside } from './Outside'

type HubBaseRowProps = { base: HubBase; freeBytes: number }

/** One repository: what it is, whether it can be trained here, and how far it has come. */
export const HubBaseRow = ({ base, freeBytes }: HubBaseRowProps) => {
  const { name, repository, facts, fit } = base
  return (
    <li className="base-row">
      <div className="base-what">
        <h3 className="med row">
          <span className="trunc">{name}</span>
          {facts?.gated && (
            <span className="row small muted">
              <LockKeyhole aria-hidden="true" />
              Gated
            </span>
          )}
        </h3>
        {facts && (
          <p className="small muted">
            {sayParameters(facts.parameters)} parameters, {size(facts.downloadBytes)},{' '}
            {figure(facts.contextLength)} tokens, {facts.template}
          </p>
        )}
        <p className="small faint">
          <Outside href={base.page}>{repository}</Outside>
          {facts && (
            <>
              {', licence '}
              <Outside href={facts.licence.url}>{facts.licence.name}</Outside>
            </>
          )}
        </p>
        {facts?.note && <p className="small faint">{facts.note}</p>}
      </div>
      <div className="base-fit small">
        {fit && <Status kind={fit.verdict === 'none' ? 'warn' : 'ok'}>{sayFit(fit)}</Status>}
      </div>
      <Act base={base} freeBytes={freeBytes} />
    </li>
  )
}

/** The button of its state, and under it the download that runs or has stopped. */
const Act = ({ base, freeBytes }: HubBaseRowProps) => {
  const { repository, state, jobId, facts, name } = base
  const jobs = useCall('jobs.list', {})
  const download = useAct('bases.download')
  const job = jobs.data?.find(({ id }) => id === jobId)
  const begin = () => download.mutate({ repository })
  if (state.state === 'added') {
    return (
      <div className="base-act">
        <Status kind="done">Added</Status>
      </div>
    )
  }
  if (job && (isActive(job) || (job.state.status !== 'succeeded' && state.state !== 'onMachine'))) {
    return <Fetching job={job} base={base} onAnew={begin} />
  }
  const short =
    state.state !== 'onMachine' && facts && facts.downloadBytes > freeBytes
      ? `The disk has ${size(freeBytes)} free; this needs ${size(facts.downloadBytes)}.`
      : null
  return (
    <>
      <div className="base-act">
        <Button
          aria-label={`${labelOf(state.state)} ${name}`}
          off={short}
          working={download.isPending ? 'Starting' : null}
          onClick={begin}
        >
          {labelOf(state.state)}
        </Button>
      </div>
      {download.error && <ErrorNote className="base-wide" error={download.error} onRetry={begin} />}
    </>
  )
}

const labelOf = (state: HubBase['state']['state']): string => {
  switch (state) {
    case 'onMachine':
      return 'Add'
    case 'partial':
      return 'Continue'
    case 'absent':
    case 'added':
      return 'Download'
  }
}

const sayParameters = (parameters: number): string =>
  parameters < 0.95e9 ? `${Math.round(parameters / 1e6)} M` : `${(parameters / 1e9).toFixed(1)} B`
