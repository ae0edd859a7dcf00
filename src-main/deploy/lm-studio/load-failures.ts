import path from 'node:path'
import type { LoadedModel, Repair } from '@contract/deployments'
import type { StoredDeployment } from '../deployment/repository'
import { RETRY, StepFailure } from '../deployment/step-failure'
import { smallerContext } from './smaller-context'
import type { Studio } from './studio'

/** Everything that can keep LM Studio from loading a placed file, with what helps. */

const inPlace = (placed: string): Repair => ({
  kind: 'showFile',
  file: placed,
  folder: path.dirname(placed)
})

/** Too little memory, by LM Studio's guard or by the facts. */
export async function guarded(options: {
  studio: Studio
  placed: string
  contextLength: number
  refused: { words: string }
  deployment: StoredDeployment
  others: LoadedModel[]
  signal: AbortSignal
}): Promise<StepFailure> {
  const { studio, placed, contextLength, refused, deployment, others, signal } = options
  const { name } = deployment
  const needed = deployment.findings.neededTokens
  const smaller =
    studio.home === null
      ? null
      : await smallerContext({
          home: studio.home,
          placed,
          refused: contextLength,
          needed,
          signal
        })
  const counts = /approximately ([\d.,]+ ?[GM]B)/i.exec(refused.words)?.[1]
  const guard =
    counts === undefined
      ? 'there is too little memory'
      : `its memory guard counts ${counts}, more than it lets a model take`
  const repairs: Repair[] = [
    ...(smaller ? [{ kind: 'smallerContext' as const, contextLength: smaller.contextLength }] : []),
    ...(others.length > 0 ? [{ kind: 'unloadOthers' as const, models: others }] : []),
    RETRY
  ]
  return new StepFailure({
    code: 'engine_refused',
    message: `LM Studio refused to load “${name}” with a context of ${tokens(contextLength)} tokens: ${guard}. The file is safe in its place.`,
    remedy: { text: adviceFor({ smaller, needed, others }) },
    detail: refused.words,
    repairs
  })
}

function adviceFor(options: {
  smaller: Awaited<ReturnType<typeof smallerContext>>
  needed: number
  others: LoadedModel[]
}): string {
  const { smaller, needed, others } = options
  const unload =
    others.length === 0 ? null : `unload ${others.map(({ instanceId }) => instanceId).join(', ')}`
  if (smaller === null) {
    return `${capital(unload ?? 'choose a smaller quantization')}, or loosen the guardrails in LM Studio’s settings.`
  }
  const takes = smaller.needs === null ? 'needs less' : `needs ${smaller.needs}`
  const covers =
    smaller.contextLength >= needed
      ? 'covers every draft you have written'
      : `is less than the ${tokens(needed)} that your longest topic with its draft can take`
  const or = unload === null ? '' : ` Or ${unload}.`
  return `A context of ${tokens(smaller.contextLength)} tokens ${takes} and ${covers}.${or}`
}

export const crashed = (what: { name: string; placed: string; words: string }): StepFailure =>
  new StepFailure({
    code: 'engine_crashed',
    message: `“${what.name}” crashed while LM Studio loaded it. The file is as it was, and the app is unharmed.`,
    remedy: {
      text: 'Try it once more. If it crashes again, bring LM Studio’s llama.cpp runtime up to date in its settings.',
      action: 'retry'
    },
    detail: what.words,
    repairs: [RETRY, inPlace(what.placed)]
  })

export const tooOld = (what: { name: string; placed: string }): StepFailure =>
  new StepFailure({
    code: 'engine_refused',
    message: `This version of LM Studio cannot be told from outside to load “${what.name}”. The file is safe in its place.`,
    remedy: {
      text: 'Load it in LM Studio’s own window and go on here, or bring LM Studio up to version 0.4.',
      action: 'retry'
    },
    repairs: [RETRY, inPlace(what.placed)]
  })

export const refused = (what: { name: string; placed: string; words: string }): StepFailure =>
  new StepFailure({
    code: 'engine_refused',
    message: `LM Studio could not load “${what.name}”${what.words === '' ? '' : `: “${firstLines(what.words)}”`}. The file is safe in its place.`,
    remedy: { text: 'Try to load it in LM Studio’s own window, then go on here.', action: 'retry' },
    detail: what.words,
    repairs: [RETRY, inPlace(what.placed)]
  })

export const notListed = (key: string): StepFailure =>
  new StepFailure({
    code: 'engine_no_model',
    message: `LM Studio no longer lists “${key}”. Nothing else was changed.`,
    remedy: { text: 'Go on: it is looked for again.', action: 'retry' },
    repairs: [RETRY]
  })

export const goneAgain = (key: string): StepFailure =>
  new StepFailure({
    code: 'engine_crashed',
    message: `LM Studio said that “${key}” is loaded, and then did not have it in memory. The file is safe in its place.`,
    remedy: { text: 'Look at LM Studio’s own window, then go on.', action: 'retry' },
    repairs: [RETRY]
  })

export const wentAway = (key: string, cause: unknown): StepFailure =>
  new StepFailure({
    code: 'engine_unreachable',
    message: `LM Studio went away while it loaded “${key}”. The file is safe in its place.`,
    remedy: { text: 'See that LM Studio is open and its server on, then go on.', action: 'retry' },
    repairs: [RETRY],
    cause
  })

const tokens = (count: number): string => count.toLocaleString('en-GB')

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

const firstLines = (text: string): string => text.replace(/\s+/g, ' ').slice(0, 240)
