import { z } from 'zod'
import { ask } from '../../generation/lm-studio/ask'
import { RETRY, StepFailure } from '../deployment/step-failure'

/** The first version that makes a model of uploaded files (`files` in `/api/create`). */
const OLDEST = [0, 5, 5] as const

const Version = z.object({ version: z.string() })

const TIMEOUT_MS = 4_000

/** How Ollama is; nothing here throws. */
export type OllamaLook =
  { state: 'ready' | 'tooOld'; version: string } | { state: 'absent' } | { state: 'other' }

export async function lookAtOllama(root: string): Promise<OllamaLook> {
  const answer = await ask({ root, token: null, path: '/api/version', timeoutMs: TIMEOUT_MS })
  if (!answer.answered) return { state: 'absent' }
  const found = Version.safeParse(answer.body)
  if (!found.success) return { state: 'other' }
  const { version } = found.data
  return { state: isOldEnough(version) ? 'ready' : 'tooOld', version }
}

/** A version that says nothing readable, such as one built from source, is given its chance. */
function isOldEnough(version: string): boolean {
  const parts = /^(\d+)\.(\d+)\.(\d+)/.exec(version)?.slice(1).map(Number)
  if (!parts) return true
  for (const [place, least] of OLDEST.entries()) {
    const part = parts[place] ?? 0
    if (part !== least) return part > least
  }
  return true
}

/** What it is, as a sentence. */
export function sayLook(look: OllamaLook, root: string): string {
  const { host } = new URL(root)
  switch (look.state) {
    case 'ready':
      return `Ollama ${look.version} is ready.`
    case 'tooOld':
      return `Ollama ${look.version} is too old to be given a file; it takes one from version ${OLDEST.join('.')} on.`
    case 'absent':
      return `Ollama did not answer at ${host}.`
    case 'other':
      return `Something answers at ${host}, but it is not Ollama.`
  }
}

/** @throws StepFailure unless Ollama is there and new enough */
export async function assertOllama(root: string, file: string): Promise<void> {
  const look = await lookAtOllama(root)
  if (look.state === 'ready') return
  throw new StepFailure({
    code: 'engine_unreachable',
    message: `${sayLook(look, root)} The file is made and safe.`,
    remedy: {
      text:
        look.state === 'tooOld'
          ? 'Bring Ollama up to date, then go on.'
          : 'Open Ollama, then go on.',
      action: 'retry'
    },
    repairs: [RETRY, { kind: 'showFile', file, folder: null }]
  })
}
