import path from 'node:path'
import type { LmStudioHome } from '../../generation/lm-studio/home'
import { runLms } from './lms'

export type Smaller = {
  contextLength: number
  /** As LM Studio estimates it, such as `3.40 GB`; null where it was not asked. */
  needs: string | null
}

const SMALLEST_CONTEXT = 512
const ESTIMATE_TIMEOUT_MS = 20_000

/**
 * The largest context below the refused one that LM Studio's memory guard would let pass, by its own
 * estimate. Where it cannot be asked, what the person's data need, or else half.
 */
export async function smallerContext({
  home,
  placed,
  refused,
  needed,
  signal
}: {
  home: LmStudioHome
  placed: string
  /** In tokens. */
  refused: number
  /** What the longest prompt and its draft need. */
  needed: number
  signal: AbortSignal
}): Promise<Smaller | null> {
  const candidates: number[] = []
  for (let context = powerBelow(refused); context >= SMALLEST_CONTEXT; context /= 2) {
    candidates.push(context)
  }
  const guess = candidates.find((context) => context <= needed) ?? candidates[0]
  for (const contextLength of candidates) {
    const estimate =
      home.lms === null ? null : await askFor({ home, placed, contextLength, signal })
    if (estimate === null) return guess === undefined ? null : { contextLength: guess, needs: null }
    if (estimate.passes) return { contextLength, needs: estimate.needs }
  }
  return null
}

/** `lms load --estimate-only`; its words are those of lmstudio-ai/lms, `src/subcommands/load.ts`. */
async function askFor({
  home,
  placed,
  contextLength,
  signal
}: {
  home: LmStudioHome
  placed: string
  contextLength: number
  signal: AbortSignal
}): Promise<{ passes: boolean; needs: string | null } | null> {
  if (home.lms === null) return null
  const relative = path.relative(home.modelsFolder, placed).split(path.sep).join('/')
  const args = ['load', '--exact', relative, '--local', '--estimate-only', '-y']
  const { ok, text } = await runLms({
    lms: home.lms,
    args: [...args, '-c', String(contextLength)],
    timeoutMs: ESTIMATE_TIMEOUT_MS,
    signal
  })
  const needs = /Estimated Total Memory:\s*([\d.]+ ?[KMGT]?i?B)/i.exec(text)?.[1] ?? null
  if (!ok) return null
  if (/may be loaded/i.test(text)) return { passes: true, needs }
  return /will fail to load/i.test(text) ? { passes: false, needs } : null
}

const powerBelow = (tokens: number): number => 2 ** (Math.ceil(Math.log2(tokens)) - 1)
