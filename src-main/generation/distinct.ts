import type { Sampling } from '@contract/generation'
import { AppError } from '../app-error'
import type { GeneratedDraft, GenerateRequest } from './generator'
import { draftSeed } from './seeds'

/** One draft to write. */
export type WriteTask = { index: number; seed: number; sampling: Sampling }

export type WriteTasks = (
  tasks: WriteTask[],
  onToken: ((index: number, text: string) => void) | undefined
) => Promise<GeneratedDraft[]>

const ATTEMPTS = 4
const WARM_ENOUGH_TO_VARY = 0.7

/**
 * Writes the drafts of a request so that no two are alike and none is empty. A model that is very
 * sure of itself writes the same text whatever the seed: such a draft is written again with another
 * seed, then with more and more freedom, and is given up after four attempts.
 */
export async function writeDistinct(
  request: GenerateRequest,
  write: WriteTasks
): Promise<GeneratedDraft[]> {
  const { count, unlike = [], signal, onToken } = request
  // A draft alone is written as its seed has it, so that it can be written again.
  const alone = count === 1 && unlike.length === 0
  const drafts: GeneratedDraft[] = []
  let missing = Array.from({ length: count }, (_, index) => index)
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const tasks = missing.map((index) => taskFor({ request, index, attempt }))
    // Pieces of a second writing would be appended to the first one's text, so they are not told.
    const written = await write(tasks, attempt === 0 ? onToken : undefined).catch(
      (thrown: unknown) => failed(tasks, thrown)
    )
    for (const draft of written) drafts[draft.index] = marked(draft, tasks, request.sampling)
    missing = alone || signal?.aborted === true ? [] : repeats(drafts, unlike)
    if (missing.length === 0) return drafts
  }
  for (const index of missing) drafts[index] = { index, error: alwaysTheSame() }
  return drafts
}

function taskFor(options: { request: GenerateRequest; index: number; attempt: number }): WriteTask {
  const { request, index, attempt } = options
  const { sampling, seed } = request
  return {
    index,
    seed: draftSeed({ seed, index, attempt }),
    sampling: index === 0 && attempt === 0 ? sampling : varied(sampling, attempt)
  }
}

/** At temperature 0 there is only one text, so every other draft needs some warmth from the start. */
function varied(sampling: Sampling, attempt: number): Sampling {
  if (attempt < 2 && sampling.temperature > 0) return sampling
  const freedom = Math.max(0, attempt - 1)
  return {
    ...sampling,
    temperature: Math.min(2, Math.max(WARM_ENOUGH_TO_VARY, sampling.temperature) + freedom * 0.4),
    minP: sampling.minP / 2 ** freedom
  }
}

/** An engine that dies takes these drafts with it, and none that an earlier attempt has written. */
function failed(tasks: WriteTask[], thrown: unknown): GeneratedDraft[] {
  if (!(thrown instanceof AppError) || thrown.code === 'cancelled') throw thrown
  return tasks.map(({ index }) => ({ index, error: thrown }))
}

function marked(draft: GeneratedDraft, tasks: WriteTask[], asked: Sampling): GeneratedDraft {
  const sampling = tasks.find(({ index }) => index === draft.index)?.sampling
  if ('error' in draft || sampling === undefined || sampling === asked) return draft
  return { ...draft, sampling }
}

/** Indices of the drafts that say nothing, or nothing that an earlier one does not say. */
function repeats(drafts: GeneratedDraft[], unlike: string[]): number[] {
  const said = new Set(['', ...unlike.map(wording)])
  return drafts.flatMap((draft) => {
    if ('error' in draft) return []
    const text = wording(draft.text)
    if (said.has(text)) return [draft.index]
    said.add(text)
    return []
  })
}

const wording = (text: string): string => text.replace(/\s+/g, ' ').trim()

const alwaysTheSame = (): AppError =>
  new AppError({
    code: 'engine_refused',
    message:
      'The model wrote the same draft every time, or an empty one, so this one was left out. ' +
      'The other drafts are kept.',
    remedy: {
      text: 'Raise the temperature in the settings, or give the topic more room, then write again.',
      action: 'open-engine-settings'
    }
  })
