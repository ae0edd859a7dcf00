import type { Root } from 'mdast'
import { math } from 'micromark-extension-math'
import type { Code, Construct, State, Tokenizer } from 'micromark-util-types'
import remarkMath from 'remark-math'
import type {} from 'remark-parse'
import type { Plugin } from 'unified'
import { visit } from 'unist-util-visit'

/**
 * Math between dollars by the rule of Obsidian and Pandoc, so that prices stay prices: between
 * single dollars no space stands at either end, a digit neither before the first nor after the
 * second. `$$…$$` inside a paragraph is set as a line of its own.
 */
export const remarkDollars: Plugin<[], Root> = function () {
  remarkMath.call(this)
  const data = this.data()
  data.micromarkExtensions = [
    ...(data.micromarkExtensions ?? []),
    { text: { [DOLLAR]: strictMathText }, disable: { null: ['mathText'] } }
  ]
  return (tree, file) => {
    visit(tree, 'inlineMath', (node) => {
      const start = node.position?.start.offset ?? 0
      if (String(file.value).slice(start, start + 2) !== '$$') return
      node.data = {
        ...node.data,
        hProperties: { className: ['language-math', 'math-display'] }
      }
    })
  }
}

const DOLLAR = 36

const [lenientMathText] = [math().text?.[DOLLAR] ?? []].flat()
if (!lenientMathText) throw new Error('micromark-extension-math has no math in text.')

const tokenize: Tokenizer = function (effects, ok, nok) {
  const start = this.now()
  if (isDigit(this.previous)) return nok
  const closed: State = (code) => {
    const written = this.sliceSerialize({ start, end: this.now() })
    return isMath(written, code) ? ok(code) : nok(code)
  }
  return lenientMathText.tokenize.call(this, effects, closed, nok)
}

const strictMathText: Construct = {
  ...lenientMathText,
  name: 'strictMathText',
  tokenize
}

const isMath = (written: string, next: Code): boolean =>
  written.startsWith('$$') || (/^\$\S(?:[^]*\S)?\$$/.test(written) && !isDigit(next))

const isDigit = (code: Code): boolean => code !== null && code >= 48 && code <= 57
