import type { Element, Root } from 'hast'
import rehypeCallouts, { type UserOptions } from 'rehype-callouts'
import { unified, type Plugin } from 'unified'
import { visit } from 'unist-util-visit'

/** Obsidian's callouts: quotes that begin with `[!type]`, nested and foldable with `+` and `-`. */
export const rehypeObsidianCallouts: Plugin<[], Root> = () => (tree, file) => {
  visit(tree, 'element', prepare)
  processor.runSync(tree, file)
}

/** Every type that Obsidian knows, by its look. */
const tones: Record<string, string[]> = {
  info: ['note', 'info', 'todo', 'abstract', 'summary', 'tldr', 'tip', 'hint', 'example'],
  ok: ['success', 'check', 'done'],
  warn: ['important', 'question', 'help', 'faq', 'warning', 'caution', 'attention'],
  stop: ['failure', 'fail', 'missing', 'danger', 'error', 'bug'],
  plain: ['quote', 'cite']
}
const types = new Set(Object.values(tones).flat())

const toneOf = (type: string): string =>
  Object.keys(tones).find((tone) => tones[tone]?.includes(type)) ?? 'info'

const options: UserOptions = {
  theme: 'obsidian',
  showIndicator: false,
  callouts: { tldr: { title: 'In short' }, faq: { title: 'FAQ' }, todo: { title: 'To do' } },
  props: {
    containerProps: (_node, type) => ({ className: ['callout', `tone-${toneOf(type)}`] }),
    titleProps: (_node, type) => ({ dataCallout: type })
  }
}
const processor = unified().use(rehypeCallouts, options).freeze()

/**
 * The plugin takes `[!type]` anywhere in the first line for a callout and drops what stands before
 * it, and it leaves types that it does not know as they are. A sign inside a line is hidden from it;
 * an unknown type becomes a note named after it, as in Obsidian.
 */
const prepare = (node: Element) => {
  if (node.tagName !== 'blockquote') return
  const paragraph = node.children.find((child) => child.type === 'element')
  const first = paragraph?.tagName === 'p' ? paragraph.children[0] : undefined
  if (!paragraph || first?.type !== 'text') return
  const found = /^\s*\[!([\w-]+)\]([+-]?)[ \t]*/.exec(first.value)
  if (!found) {
    const at = first.value.indexOf('[') + 1
    const cut = [first.value.slice(0, at), first.value.slice(at)]
    const texts = cut.map((value) => ({ type: 'text' as const, value }))
    paragraph.children.splice(0, 1, ...texts)
    return
  }
  const [sign, type = '', fold = ''] = found
  if (types.has(type.toLowerCase())) return
  const rest = first.value.slice(sign.length)
  const titled = rest !== '' && !rest.startsWith('\n')
  first.value = `[!note]${fold} ${titled ? '' : capital(type)}${rest}`
}

const capital = (type: string) => type.charAt(0).toUpperCase() + type.slice(1).toLowerCase()
