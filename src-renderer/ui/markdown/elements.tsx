import { ChevronDown } from 'lucide-react'
import type { Components } from 'react-markdown'
import { CalloutTitle } from './CalloutTitle'
import { Picture } from './Picture'
import { Wide } from './Wide'

/** What the parts of a text become on the page. */
export const components: Components = {
  a: ({ href, children }) => {
    const address = webAddress(href)
    if (address === null) return <span>{children}</span>
    return (
      <a href={address} target="_blank" rel="noreferrer" title={address}>
        {children}
      </a>
    )
  },
  img: ({ src, alt, width, height }) => (
    <Picture src={typeof src === 'string' ? src : ''} alt={alt} width={width} height={height} />
  ),
  // The page has its own headings: those of a draft stand below them, whatever their level.
  h1: ({ children }) => <h3>{children}</h3>,
  h2: ({ children, className }) => <h3 className={className}>{children}</h3>,
  h4: ({ children }) => <h4>{children}</h4>,
  h5: ({ children }) => <h4>{children}</h4>,
  h6: ({ children }) => <h4>{children}</h4>,
  input: ({ checked }) => (
    <span className="task" role="img" aria-label={checked ? 'Done' : 'To do'}>
      {checked ? '☑' : '☐'}
    </span>
  ),
  table: ({ children }) => (
    <Wide as="div" className="wide">
      <table>{children}</table>
    </Wide>
  ),
  span: ({ className, title, children }) =>
    className === 'katex wide' ? (
      <Wide as="span" className={className}>
        {children}
      </Wide>
    ) : (
      <span className={className} title={title}>
        {children}
      </span>
    ),
  div: ({ node, className, children }) => {
    if (className === 'callout-fold-icon') return <ChevronDown className="callout-fold" />
    if (className !== 'callout-title') return <div className={className}>{children}</div>
    return (
      <div className={className}>
        <CalloutTitle type={node?.properties['dataCallout']}>{children}</CalloutTitle>
      </div>
    )
  },
  summary: ({ node, className, children }) => (
    <summary className={className}>
      <CalloutTitle type={node?.properties['dataCallout']}>{children}</CalloutTitle>
    </summary>
  )
}

/** The address when it leads to the web, else null: other schemes and places in the app are dead text. */
const webAddress = (href: string | undefined): string | null => {
  if (href === undefined || !URL.canParse(href)) return null
  return ['http:', 'https:'].includes(new URL(href).protocol) ? href : null
}
