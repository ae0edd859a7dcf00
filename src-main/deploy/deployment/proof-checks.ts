import type { Proof } from '@contract/deployments'
import { leakedTokens } from '../canary'

type Check = Proof['checks'][number]

export type Evidence = {
  /** How the target is called within a sentence. */
  target: string
  /** The names that the model may answer with there. */
  ownNames: string[]
  echoed: string
  tuned: Text
  /** Of the base model; null where it could not be asked. */
  base: Text | null
  /** Of the same file in the built-in engine; null where that is the target itself. */
  embedded: Text | null
  /** Special tokens of the model's chat template. */
  templateTokens: string[]
  maxTokens: number
}

export type Text = { text: string; endedByItself: boolean }

/**
 * Two engines round differently, the more so with quantized weights, and at a near tie that turns a
 * word; from there on they part. Another model, or a damaged one, parts at once.
 */
const SHARED_WORDS = 8

/** What the answers say about the model that gave them; each finding is a sentence. */
export function checksOf(evidence: Evidence): Check[] {
  const { base, embedded } = evidence
  return [
    namedItself(evidence),
    endedCleanly(evidence),
    noTemplateTokens(evidence),
    ...(base === null ? [] : [notTheBase(evidence.tuned, base)]),
    ...(embedded === null ? [] : [asEmbedded(evidence, embedded)])
  ]
}

function namedItself({ target, ownNames, echoed }: Evidence): Check {
  const passed = ownNames.includes(echoed)
  return {
    name: 'namedItself',
    passed,
    detail: passed
      ? `It answered as “${echoed}”.`
      : `Asked for “${ownNames[0] ?? ''}”, ${target} answered with “${echoed}”.`
  }
}

function endedCleanly({ tuned, base, embedded, maxTokens }: Evidence): Check {
  const name = 'endedCleanly'
  if (tuned.text.trim() === '') return { name, passed: false, detail: 'It ended without a word.' }
  if (tuned.endedByItself) return { name, passed: true, detail: 'It ended its answer by itself.' }
  const limit = `It wrote on to the limit of ${String(maxTokens)} tokens`
  if (embedded !== null) {
    // How it ends is the model's own then, and not the target's doing.
    return embedded.endedByItself
      ? { name, passed: false, detail: `${limit}, and ends by itself in the built-in engine.` }
      : { name, passed: true, detail: `${limit}, as it does in the built-in engine.` }
  }
  return base?.endedByItself === true
    ? { name, passed: false, detail: `${limit}, where its base ends by itself.` }
    : { name, passed: true, detail: `${limit}, as its base does.` }
}

function noTemplateTokens({ tuned, templateTokens }: Evidence): Check {
  const leaked = leakedTokens(tuned.text, templateTokens)
  const passed = leaked.length === 0
  return {
    name: 'noTemplateTokens',
    passed,
    detail: passed
      ? 'No tokens of the chat template stand in its answer.'
      : `Tokens of the chat template stand in its answer: ${leaked.join(' ')}.`
  }
}

function notTheBase(tuned: Text, base: Text): Check {
  const passed = comparable(tuned.text) !== comparable(base.text)
  return {
    name: 'notTheBase',
    passed,
    detail: passed
      ? 'It does not answer like its base.'
      : 'It answers word for word as its base does, so nothing that it learned shows.'
  }
}

function asEmbedded({ target, tuned }: Evidence, embedded: Text): Check {
  const name = 'asEmbedded'
  const [there, here] = [wordsOf(tuned.text), wordsOf(embedded.text)]
  const equal = there.join(' ') === here.join(' ')
  if (equal) {
    return {
      name,
      passed: true,
      detail: 'Its answer is that of the built-in engine, word for word.'
    }
  }
  const parted = there.findIndex((word, index) => word !== here[index])
  const shared = parted === -1 ? there.length : parted
  const passed = shared >= Math.min(SHARED_WORDS, here.length)
  return {
    name,
    passed,
    detail: passed
      ? `Its first ${String(shared)} words are those of the built-in engine; from there on, rounding makes them part.`
      : `After ${String(shared)} words it says something else in ${target} than in the built-in engine, from the same file.`
  }
}

const wordsOf = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '')

const comparable = (text: string): string => wordsOf(text).join(' ')
