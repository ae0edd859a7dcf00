import type { Deployment, DeployStepName } from '@contract/deployments'
import type { Job } from '@contract/jobs'
import type { Run } from '@contract/training'
import { timeLeft } from '../../ui/jobs'
import { capital, when, whenDay } from '../../ui/words'
import { targetNames } from './step-words'

type Finding = { heading: string; text: string }

/** How far it has come, as the page's heading, and a sentence on what that means. */
export const findingOf = (
  deployment: Deployment,
  { run, job }: { run: Run | undefined; job: Job | undefined }
): Finding => {
  const { name, state, target } = deployment
  switch (state.status) {
    case 'queued':
    case 'running':
      return {
        heading: target === 'folder' ? `Making a file of ${name}` : `Bringing ${name} on stage`,
        text: [run && sayRun(run), job && sayLeft(job)].filter(Boolean).join(' ')
      }
    case 'failed':
      return notYet(deployment)
    case 'cancelled':
      return {
        heading: `${name} is not on stage`,
        text: 'It was stopped on the way. What was made so far is kept.'
      }
    case 'interrupted':
      return {
        heading: `${name} is not on stage yet`,
        text: 'The app closed on the way. What was made so far is kept.'
      }
    case 'succeeded':
      return succeeded(deployment)
  }
}

const succeeded = ({ name, target, onStage, proof }: Deployment): Finding => {
  if (target === 'folder') {
    return {
      heading: `${name} is ready to be carried over`,
      text: 'The file is whole and checked. Any program that reads GGUF can load it.'
    }
  }
  const app = targetNames[target]
  if (!onStage) {
    return {
      heading: `${name} is placed, and not loaded now`,
      text: `It answered in ${app} when it was loaded last.`
    }
  }
  const differs = proof?.checks.some((check) => check.name === 'notTheBase' && check.passed)
  return {
    heading: `${name} is on stage`,
    text: differs
      ? `It answers in ${app}, and it does not answer like the base.`
      : `It answers in ${app}.`
  }
}

/** What is there already when this step fails. */
const before: Record<DeployStepName, { is: string; safe: string }> = {
  train: { is: 'is not trained yet', safe: 'What it has learned so far is kept.' },
  merge: { is: 'is trained, but not merged', safe: 'The adapter is safe.' },
  convert: { is: 'is merged, but not converted', safe: 'The merged weights are safe.' },
  place: { is: 'is made, but not placed', safe: 'The file is safe.' },
  index: { is: 'is placed, but not on stage', safe: 'The file is safe.' },
  load: { is: 'is placed, but not on stage', safe: 'The file is safe.' },
  prove: { is: 'is loaded, but not proved', safe: 'The file is safe.' }
}

const notYet = ({ name, steps }: Deployment): Finding => {
  const failed = steps.find(({ state }) => state === 'failed')
  const { is, safe } = before[failed?.name ?? 'train']
  return { heading: `${name} ${is}`, text: `${safe} One step needs a change.` }
}

const sayRun = ({ number, state }: Run): string => {
  if (state.status === 'succeeded') return `Run ${number} finished ${sayWhen(state.at)}.`
  return state.status === 'running' ? `Run ${number} is training.` : ''
}

const sayWhen = (at: number): string => {
  const day = whenDay(at)
  if (day === 'Today') return `at ${when(at)}`
  return day === 'Yesterday' ? 'yesterday' : `on ${day}`
}

const sayLeft = (job: Job): string => {
  const left = timeLeft(job)
  return left === null ? '' : `${capital(left)}.`
}
