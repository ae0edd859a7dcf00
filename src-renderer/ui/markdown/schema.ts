import type { Options } from 'rehype-sanitize'

const prose = 'p br strong em del mark code pre blockquote ul ol li hr a img span sup section input'
const heads = 'h1 h2 h3 h4 h5 h6'
const tables = 'table thead tbody tr th td'
const callouts = 'div details summary'
const math =
  'math semantics annotation mrow mi mn mo mtext mspace mfrac msqrt mroot msub msup msubsup ' +
  'munder mover munderover mtable mtr mtd mstyle mpadded mphantom menclose'

/**
 * Exactly what the plugins make, and nothing else: the last one to look at a text before it becomes
 * elements. No ids and names (nothing may answer for a part of the page), no styles, no colours of
 * a formula's own (they would not be legible in both themes).
 */
export const schema: Options = {
  tagNames: [prose, heads, tables, callouts, math].join(' ').split(' '),
  attributes: {
    a: ['href', 'title'],
    code: [['className', 'hljs', /^language-[\w+#.-]+$/]],
    details: ['open', ['className', 'callout', /^tone-[a-z]+$/]],
    div: ['dataCallout', ['className', /^callout(?:-[a-z-]+)?$/, /^tone-[a-z]+$/]],
    h2: [['className', 'sr-only']],
    img: [['src', /^attachments\/[^/]+$/], 'alt', ['width', /^\d{1,4}$/], ['height', /^\d{1,4}$/]],
    input: [['type', 'checkbox'], ['disabled', true], 'checked'],
    li: [['className', 'task-list-item']],
    ol: ['start', ['className', 'contains-task-list']],
    section: [['className', 'footnotes']],
    span: [
      [
        'className',
        'wikilink',
        'image-line',
        'comment',
        'katex',
        'wide',
        'katex-error',
        /^hljs-[\w-]+$/
      ],
      'title'
    ],
    summary: ['dataCallout', ['className', 'callout-title']],
    td: ['align'],
    th: ['align'],
    ul: [['className', 'contains-task-list']],
    math: ['display'],
    annotation: [['encoding', 'application/x-tex']],
    mi: ['mathvariant'],
    mn: ['mathvariant'],
    mtext: ['mathvariant'],
    mo: 'fence separator stretchy symmetric accent form lspace rspace minsize maxsize movablelimits largeop mathvariant'.split(
      ' '
    ),
    mspace: ['width', 'height', 'depth', 'linebreak'],
    mfrac: ['linethickness'],
    mover: ['accent'],
    munder: ['accentunder'],
    munderover: ['accent', 'accentunder'],
    mtable: 'rowspacing columnalign columnspacing columnlines rowlines width displaystyle'.split(
      ' '
    ),
    mstyle: ['scriptlevel', 'displaystyle', 'mathsize'],
    mpadded: ['width', 'height', 'depth', 'lspace', 'voffset'],
    menclose: ['notation']
  },
  protocols: { href: ['http', 'https'] },
  required: { input: { disabled: true, type: 'checkbox' } },
  ancestors: Object.fromEntries(
    tables
      .split(' ')
      .slice(1)
      .map((name) => [name, ['table']])
  ),
  strip: ['script', 'style', 'svg']
}
