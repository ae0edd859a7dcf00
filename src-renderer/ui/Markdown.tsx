import ReactMarkdown, { type Components, type Options } from 'react-markdown'
import rehypeSanitize from 'rehype-sanitize'
import remarkGfm from 'remark-gfm'
import './markdown.css'

/**
 * What a model or an import wrote, as GitHub-flavoured Markdown. Such text is hostile: HTML stays
 * text, nothing is fetched, and a link is one only when it leads to the web. Stands inside `.read`.
 */
const Markdown = ({ text }: { text: string }) => (
  <ReactMarkdown
    remarkPlugins={remarkPlugins}
    remarkRehypeOptions={remarkRehypeOptions}
    rehypePlugins={rehypePlugins}
    components={components}
  >
    {text}
  </ReactMarkdown>
)

export default Markdown

const remarkPlugins: Options['remarkPlugins'] = [remarkGfm]
const rehypePlugins: Options['rehypePlugins'] = [rehypeSanitize]

/** Tags are part of what was written: they are shown, not left out and never interpreted. */
const remarkRehypeOptions: Options['remarkRehypeOptions'] = {
  handlers: {
    html: (_state, node: { value: string }, parent?: { type: string }) => {
      const written = { type: 'text' as const, value: node.value }
      if (parent?.type !== 'root') return written
      return { type: 'element', tagName: 'p', properties: {}, children: [written] }
    }
  }
}

/** The address when it leads to the web, else null: other schemes and places in the app are dead text. */
const webAddress = (href: string | undefined): string | null => {
  if (href === undefined || !URL.canParse(href)) return null
  return ['http:', 'https:'].includes(new URL(href).protocol) ? href : null
}

const components: Components = {
  a: ({ href, children }) => {
    const address = webAddress(href)
    if (address === null) return <span>{children}</span>
    return (
      <a href={address} target="_blank" rel="noreferrer" title={address}>
        {children}
      </a>
    )
  },
  img: ({ src, alt }) => (
    <span className="image-line">
      Image not loaded: {alt ? `${alt}, ` : ''}
      {typeof src === 'string' && src !== '' ? src : 'no address'}
    </span>
  ),
  // The page has its own headings: those of a draft stand below them, whatever their level.
  h1: ({ children }) => <h3>{children}</h3>,
  h2: ({ children }) => <h3>{children}</h3>,
  h4: ({ children }) => <h4>{children}</h4>,
  h5: ({ children }) => <h4>{children}</h4>,
  h6: ({ children }) => <h4>{children}</h4>,
  input: ({ checked }) => (
    <span className="task" role="img" aria-label={checked ? 'Done' : 'To do'}>
      {checked ? '☑' : '☐'}
    </span>
  ),
  table: ({ children }) => (
    <div className="table-scroll">
      <table>{children}</table>
    </div>
  )
}
