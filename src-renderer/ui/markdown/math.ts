import type { Element, ElementContent, Root } from 'hast'
import { fromHtmlIsomorphic } from 'hast-util-from-html-isomorphic'
import katex from 'katex'
import type { Plugin } from 'unified'
import { SKIP, visit } from 'unist-util-visit'

/**
 * TeX as MathML, which the browser sets itself and screen readers read. KaTeX's other output would
 * need its own fonts and inline styles, and a hostile formula could place things with them. What
 * cannot be parsed stays as it was written.
 */
export const rehypeMath: Plugin<[], Root> = () => (tree) => {
  visit(tree, 'element', (node, index, parent) => {
    const code = node.tagName === 'pre' ? node.children[0] : node
    if (!parent || index === undefined || code?.type !== 'element' || !isMath(code)) return
    const display = node.tagName === 'pre' || classesOf(code).includes('math-display')
    const tex = code.children.map((child) => ('value' in child ? child.value : '')).join('')
    parent.children.splice(index, 1, ...setOnce(tex, display))
    return SKIP
  })
}

const classesOf = ({ properties: { className } }: Element): unknown[] =>
  Array.isArray(className) ? className : []

const isMath = (node: Element): boolean =>
  node.tagName === 'code' && classesOf(node).includes('language-math')

/** A formula is set again with every word that is written after it. */
const known = new Map<string, ElementContent[]>()
const MOST_KNOWN = 200

const setOnce = (tex: string, display: boolean): ElementContent[] => {
  const key = `${display ? '$$' : '$'}${tex}`
  const formula = known.get(key) ?? set(tex, display)
  if (known.size >= MOST_KNOWN) known.clear()
  known.set(key, formula)
  return formula
}

const set = (tex: string, displayMode: boolean): ElementContent[] => {
  try {
    const html = katex.renderToString(tex, {
      displayMode,
      output: 'mathml',
      strict: 'ignore',
      trust: false,
      // In em: a rule or a space is never larger than a column.
      maxSize: 20,
      maxExpand: 200
    })
    // The security policy refuses style attributes even while they are only parsed.
    const { children } = fromHtmlIsomorphic(html.replace(/ style="[^"]*"/g, ''), { fragment: true })
    const formulas = children.filter((child) => child.type === 'element')
    if (displayMode) {
      for (const { properties } of formulas) properties['className'] = ['katex', 'wide']
    }
    return formulas
  } catch (error) {
    return [unset(tex, error instanceof Error ? error.message : '')]
  }
}

const unset = (tex: string, why: string): Element => ({
  type: 'element',
  tagName: 'span',
  properties: { className: ['katex-error'], title: why.replace(/^KaTeX parse error: /, '') },
  children: [{ type: 'text', value: tex }]
})
