import type { FileCheck } from '@contract/models'
import type { Inspection } from '../../generation/embedded/client'
import type { GgufFacts } from '../../generation/gguf-check'
import { formatBytes } from '../../models/size'
import type { ExportQuantization } from '../export-input'
import { perplexity, type Foretold, type OwnReading } from './reading'

/**
 * The most that a file's perplexity on the check's passage may be, as a multiple of the trained
 * model's in single precision. Twice and more of the loss that was measured on two models of 135M
 * parameters (docs/benchmarks.md): such small ones lose the most, and a broken file loses tenfold.
 */
export const PERPLEXITY_AT_MOST: Readonly<Record<ExportQuantization, number>> = {
  F16: 1.01,
  Q8_0: 1.05,
  Q6_K: 1.1,
  Q5_K_M: 1.4,
  Q4_K_M: 1.4
}

/** What is known of a file, and of what it was made of. */
export type Findings = {
  quantization: ExportQuantization
  header: GgufFacts
  texts: readonly string[]
  own: OwnReading
  engine: Inspection
  trained: Foretold
}

/** Each look at the file, in the order in which a failure explains the most. */
export function fileChecks(findings: Findings): FileCheck[] {
  return [
    headerCheck(findings),
    tokenizerCheck(findings),
    templateCheck(findings),
    endOfTurnCheck(findings),
    perplexityCheck(findings)
  ]
}

/** `checkGguf` has thrown before where anything is wrong with the header. */
function headerCheck({ header }: Findings): FileCheck {
  const { tensorCount, fileBytes } = header
  return {
    name: 'header',
    passed: true,
    detail: `The header is sound, and all ${tensorCount} tensors lie within the file’s ${formatBytes(fileBytes)}.`
  }
}

function tokenizerCheck({ texts, own, engine }: Findings): FileCheck {
  const wrong = texts.filter((text, index) => {
    const [a, b] = [own.texts[index], engine.texts[index]]
    if (!a || !b || !isSame(a.ids, b.ids)) return true
    // What the folder's own tokenizer does not spell as it was, the file need not either.
    return a.text.trim() === text.trim() && b.text.trim() !== text.trim()
  })
  const [first] = wrong
  return {
    name: 'tokenizer',
    passed: first === undefined,
    detail:
      first === undefined
        ? `All ${texts.length} texts become the tokens of the model’s own tokenizer, and the same text again.`
        : `${wrong.length} of ${texts.length} texts are read differently than by the model’s own tokenizer, such as ${JSON.stringify(first.slice(0, 40))}.`
  }
}

function templateCheck({ own, engine }: Findings): FileCheck {
  const count = own.conversations.length
  const wrong = own.conversations.findIndex((ids, index) => {
    const rendered = engine.conversations[index]
    return rendered === undefined || !isSame(ids, rendered)
  })
  return {
    name: 'template',
    passed: wrong === -1,
    detail:
      wrong === -1
        ? `The chat template renders ${count} conversations to the same tokens.`
        : `The chat template renders conversation ${wrong + 1} of ${count} to other tokens than the model’s own.`
  }
}

function endOfTurnCheck({ own, engine }: Findings): FileCheck {
  const { id, text } = own.end
  const found = engine.ends[own.ends.findIndex((end) => end.id === id)]
  const passed = found?.ends === true && found.ids[0] === id
  return {
    name: 'endOfTurn',
    passed,
    detail: passed
      ? `An answer ends with ${text} (token ${id}), and the engine stops there.`
      : `An answer ends with ${text} (token ${id}), and the engine does not stop there.`
  }
}

function perplexityCheck({ quantization, engine, trained }: Findings): FileCheck {
  const limit = PERPLEXITY_AT_MOST[quantization]
  const found = engine.passage
  const ratio =
    found === null || found.tokens !== trained.tokens
      ? Number.POSITIVE_INFINITY
      : perplexity(found) / perplexity(trained)
  const figures =
    found === null
      ? 'The passage was not foretold'
      : `Perplexity on a fixed text of ${found.tokens} tokens is ${perplexity(found).toFixed(2)}, the trained model’s ${perplexity(trained).toFixed(2)}`
  return {
    name: 'perplexity',
    passed: ratio <= limit,
    detail: `${figures}; at most ${limit} times that is allowed${ratio <= limit ? '' : ', and it is more'}.`
  }
}

const isSame = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((id, index) => id === b[index])
