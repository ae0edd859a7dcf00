import type { ReactElement } from 'react'
import ReactMarkdown, { type Options } from 'react-markdown'
import rehypeSanitize from 'rehype-sanitize'
import remarkGfm from 'remark-gfm'
import { remarkDollars } from './dollars'
import { components } from './elements'
import type { Extras } from './extras'
import { FrontMatter, splitFrontMatter } from './front-matter'
import { remarkObsidian } from './obsidian'
import { rehypePictures } from './pictures'
import { schema } from './schema'

/** Longer than any draft: parsing it would hold up the keys. */
const LONGEST = 200_000
/** Enough for the drafts of the topics that a person goes to and fro between. */
const KEPT = 48

let kept = new Map<string, ReactElement>()
let keptFor: Extras | null = null

/** The text as elements. The last ones are kept: drafts are shown again and again. */
export const renderMarkdown = (text: string, extras: Extras): ReactElement => {
  if (keptFor !== extras) kept = new Map()
  keptFor = extras
  const rendered = kept.get(text) ?? render(text, extras)
  kept.delete(text)
  kept.set(text, rendered)
  const [oldest] = kept.keys()
  if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest)
  return rendered
}

const render = (text: string, extras: Extras): ReactElement => {
  if (text.length > LONGEST) return <Source text={text} />
  const { fields, body } = splitFrontMatter(text)
  try {
    const rendered = ReactMarkdown({
      children: body,
      remarkPlugins,
      remarkRehypeOptions,
      rehypePlugins: [
        ...[extras.callouts, extras.math, extras.code].filter((plugin) => plugin !== undefined),
        rehypePictures,
        [rehypeSanitize, schema]
      ],
      components,
      urlTransform: (address) => address
    })
    return (
      <>
        <FrontMatter fields={fields} />
        {rendered}
      </>
    )
  } catch {
    // Nested deeper than the parser can follow.
    return <Source text={text} />
  }
}

/** What cannot be rendered is still read. */
const Source = ({ text }: { text: string }) => <p className="source">{text}</p>

const remarkPlugins: Options['remarkPlugins'] = [remarkGfm, remarkDollars, remarkObsidian]

/** Tags are part of what was written: they are shown, not left out and never interpreted. */
const remarkRehypeOptions: Options['remarkRehypeOptions'] = {
  handlers: {
    html: (_state, node: { value: string }, parent?: { type: string }) => {
      const written = { type: 'text' as const, value: node.value }
      if (parent?.type === 'paragraph') return written
      return { type: 'element', tagName: 'p', properties: {}, children: [written] }
    }
  }
}
