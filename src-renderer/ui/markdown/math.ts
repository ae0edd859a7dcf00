import type { Root } from 'hast'
import rehypeKatex from 'rehype-katex'
import { unified, type Plugin } from 'unified'

/**
 * TeX as MathML, which the browser sets itself and screen readers read. KaTeX's other output would
 * need its own fonts and inline styles, and a hostile formula could place things with them. What
 * cannot be parsed stays as it was written.
 */
export const rehypeMath: Plugin<[], Root> = () => (tree, file) => {
  processor.runSync(tree, file)
}

const processor = unified()
  .use(rehypeKatex, {
    output: 'mathml',
    strict: 'ignore',
    trust: false,
    // In em: a rule or a space is never larger than a column.
    maxSize: 20,
    maxExpand: 200
  })
  .freeze()
