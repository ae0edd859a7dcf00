import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import type { LlamaContextSequence, Token } from 'node-llama-cpp'

type Options = {
  prompt: Token[]
  sequences: LlamaContextSequence[]
  isAborted: () => boolean
}

// The size of the context's batches, so that an abort waits for one batch at most.
const CHUNK_TOKENS = 512
const STATE_FOLDER = 'understudy-prompt-'

/**
 * Evaluates the prompt in the first sequence and copies its state to the others. The last token is
 * left over and returned: evaluated with each draft's own sampling, it gives the first new token.
 */
export async function evaluatePrompt({ prompt, sequences, isAborted }: Options): Promise<Token> {
  const last = prompt.at(-1)
  const [first, ...others] = sequences
  if (last === undefined || !first) throw new Error('There is no prompt, or nothing to write.')
  const shared = prompt.slice(0, -1)
  await evaluateIn(first, shared, isAborted)
  if (others.length === 0 || shared.length === 0 || isAborted()) return last
  const copied = await copyState(first, others).then(
    () => true,
    () => false
  )
  // No space for a temporary file: each sequence reads the prompt itself, slower but the same.
  if (!copied) {
    for (const sequence of others) {
      await sequence.clearHistory()
      await evaluateIn(sequence, shared, isAborted)
    }
  }
  return last
}

async function evaluateIn(
  sequence: LlamaContextSequence,
  tokens: Token[],
  isAborted: () => boolean
): Promise<void> {
  for (let start = 0; start < tokens.length && !isAborted(); start += CHUNK_TOKENS) {
    await sequence.evaluateWithoutGeneratingNewTokens(tokens.slice(start, start + CHUNK_TOKENS))
  }
}

/** The bindings copy between sequences only through a file: 10 to 30 ms for a small model. */
async function copyState(from: LlamaContextSequence, to: LlamaContextSequence[]): Promise<void> {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), `${STATE_FOLDER}${process.pid}-`))
  try {
    const file = path.join(folder, 'state')
    await from.saveStateToFile(file)
    for (const sequence of to) await sequence.loadStateFromFile(file, { acceptRisk: true })
  } finally {
    await fs.rm(folder, { recursive: true, force: true })
  }
}

/** Removes the states of hosts that were killed while they copied: they hold the person's prompts. */
export async function removeLeftStates(): Promise<void> {
  const folders = await fs.readdir(os.tmpdir())
  for (const folder of folders.filter((name) => name.startsWith(STATE_FOLDER))) {
    const pid = Number(folder.slice(STATE_FOLDER.length).split('-')[0])
    if (Number.isInteger(pid) && pid > 0 && !isRunning(pid)) {
      await fs.rm(path.join(os.tmpdir(), folder), { recursive: true, force: true })
    }
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (thrown) {
    return !(thrown instanceof Error && 'code' in thrown && thrown.code === 'ESRCH')
  }
}
