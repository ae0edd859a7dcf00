import type { Root } from 'hast'
import rehypeHighlight from 'rehype-highlight'
import { unified, type Plugin } from 'unified'

/** Colours for fenced code that names one of the common languages; nothing is guessed. */
export const rehypeCode: Plugin<[], Root> = () => (tree, file) => {
  processor.runSync(tree, file)
}

const processor = unified()
  .use(rehypeHighlight, { aliases: { javascript: ['jsx'], typescript: ['tsx'] } })
  .freeze()
