import type { ChatMessage, Sampling } from '@contract/generation'
import type { AppError } from '../app-error'

export type GenerateRequest = {
  messages: ChatMessage[]
  /** How many drafts to write, from 1. */
  count: number
  sampling: Sampling
  /** Of the first draft; those of the others follow from it (`draftSeed`). */
  seed: number
  /** Texts that no new draft may repeat: those beside which it will stand. */
  unlike?: string[]
  /** What is written at the moment of the abort is returned with the reason `aborted`. */
  signal?: AbortSignal
  /** `text` is the piece to append to the draft at `index`. */
  onToken?: (index: number, text: string) => void
}

export type StopReason = 'endOfTurn' | 'maxTokens' | 'aborted'

export type WrittenDraft = {
  index: number
  text: string
  /** With this seed and `count: 1` the same model writes the same text again. */
  seed: number
  stopReason: StopReason
  /** null where a server does not count for us. */
  promptTokens: number | null
  completionTokens: number
  /** From the start of the request to the draft's last token. */
  elapsedMs: number
  /** From the start of the request to the draft's first token; `elapsedMs` when there was none. */
  firstTokenMs: number
  /** As the server that wrote it calls its model; left out by the embedded engine. */
  model?: string
  /** Only where it had to differ from the request's, so that the drafts differ (`distinct.ts`). */
  sampling?: Sampling
}

export type FailedDraft = { index: number; error: AppError }

export type GeneratedDraft = WrittenDraft | FailedDraft

/** Whatever writes drafts: the embedded engine, or a server. */
export type Generator = {
  /**
   * Writes drafts that all differ. What failed is returned as its error, in order of `index`: one
   * does not stop the others, and an engine that died has failed them all.
   *
   * @throws AppError `cancelled` when the app closes
   */
  generate: (request: GenerateRequest) => Promise<GeneratedDraft[]>
  /**
   * How many drafts it works on at once, over all its requests; what is more waits its turn. 1 for
   * the embedded engine, which steps the drafts of one request together.
   */
  parallel: number
  close: () => Promise<void>
}

/** The draft of a request that was stopped before its turn came. */
export const nothingWritten = ({ index, seed }: { index: number; seed: number }): WrittenDraft => ({
  index,
  text: '',
  seed,
  stopReason: 'aborted',
  promptTokens: 0,
  completionTokens: 0,
  elapsedMs: 0,
  firstTokenMs: 0
})
