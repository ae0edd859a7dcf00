import type { DeployStep, DeployStepName, DeployTarget } from '@contract/deployments'
import { duration } from '../../ui/words'

export const targetNames: Record<DeployTarget, string> = {
  lmstudio: 'LM Studio',
  ollama: 'Ollama',
  folder: 'a folder'
}

/** What a step is called: what it waits for before it is done, and what is so afterwards. */
export const stepTitle = ({ name, state }: DeployStep, target: DeployTarget): string => {
  const done = state === 'done'
  const app = targetNames[target]
  const titles: Record<DeployStepName, string> = {
    train: 'Train',
    merge: 'Merge',
    convert: 'Convert',
    place: target === 'ollama' ? 'Hand the file over' : 'Place the file',
    index: target === 'folder' ? 'Index' : done ? `${app} sees it` : `Wait for ${app} to see it`,
    load: 'Load',
    prove: done && target !== 'folder' ? 'It answers' : 'Prove it answers'
  }
  return titles[name]
}

/** What it did or waits for; of a step to come, what is known of it beforehand. */
export const stepDetail = ({ name, state, detail }: DeployStep, target: DeployTarget): string => {
  if (detail !== null) return detail
  if (state === 'failed' || target === 'folder') return ''
  if (name === 'index' && state === 'now') return 'Usually under 20 seconds'
  if (name === 'prove' && state === 'todo') return 'One question, compared with the base'
  return ''
}

/** `0.1 s`, `38 s`, `34 min`; nothing while it is not known. */
export const stepTook = ({ seconds }: DeployStep): string => {
  if (seconds === null) return ''
  if (seconds >= 9.95) return duration(seconds * 1000)
  return `${Math.max(seconds, 0.1).toFixed(1).replace('.0', '')} s`
}
