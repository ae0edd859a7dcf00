import { renderToStaticMarkup } from 'react-dom/server'
import { beforeAll, describe, expect, it } from 'vitest'
import Markdown from '../../../src-renderer/ui/Markdown'
import { loadExtras } from '../../../src-renderer/ui/markdown/extras'

const html = (text: string): string => renderToStaticMarkup(<Markdown text={text} />)
const notes = import.meta.glob<string>('../../fixtures/markdown/*.md', {
  query: '?raw',
  import: 'default',
  eager: true
})
const note = (name: string): string => notes[`../../fixtures/markdown/${name}.md`] ?? ''

it('is readable before the parts for math, code and callouts have arrived', () => {
  expect(html('It is $x^2$.')).toBe('<p>It is <code class="language-math">x^2</code>.</p>')
  expect(html('> [!tip] Title\n> Text')).toBe(
    '<blockquote>\n<p>[!tip] Title\nText</p>\n</blockquote>'
  )
})

describe('what is written', () => {
  beforeAll(() => loadExtras('$x$\n```js\n```\n> [!note]'))

  it('is shown as GitHub-flavoured Markdown', () => {
    expect(html('**bold**, _slanted_, ~~gone~~')).toBe(
      '<p><strong>bold</strong>, <em>slanted</em>, <del>gone</del></p>'
    )
    expect(html('| a | b |\n| - | -: |\n| 1 | 2 |')).toMatch(/<td[^>]*>1<\/td>/)
    expect(html('- [x] done\n- [ ] open')).toContain('aria-label="Done"')
  })

  it('keeps headings below those of the page', () => {
    expect(html('# One\n\n## Two')).toBe('<h3>One</h3>\n<h3>Two</h3>')
  })

  it('keeps a half-written fence readable', () => {
    expect(html('```\nconst a = 1')).toContain('const a = 1')
  })

  it('colours code of the common languages and leaves others alone', () => {
    expect(html('```js\nconst a = 1\n```')).toContain('<span class="hljs-keyword">const</span>')
    expect(html('```nonesuch\nconst a = 1\n```')).toContain(
      '<code class="hljs language-nonesuch">const a = 1\n</code>'
    )
  })

  it('shows the properties of a note as a list', () => {
    const out = html('---\ntags: [systems, habits]\nsource: "Thinking in Systems"\n---\nText')
    expect(out).toBe(
      '<dl class="props"><dt>tags</dt><dd>systems, habits</dd>' +
        '<dt>source</dt><dd>Thinking in Systems</dd></dl><p>Text</p>'
    )
    expect(html('---\nA line between rules.\n---')).not.toContain('<dl')
  })

  it('shows footnotes at the end, and they move nothing', () => {
    const out = html('Text.[^1]\n\n[^1]: A note.')
    expect(out).toContain('A note.')
    expect(out).not.toMatch(/href|id=/)
  })

  it('knows wikilinks, highlights and comments', () => {
    expect(html('See [[Page]], [[Page#Part]], [[Page#Part|these words]].')).toBe(
      '<p>See <span class="wikilink">Page</span>, <span class="wikilink">Page › Part</span>, ' +
        '<span class="wikilink">these words</span>.</p>'
    )
    expect(html('so ==very **much** so== it is')).toBe(
      '<p>so <mark>very <strong>much</strong> so</mark> it is</p>'
    )
    expect(html('if a == b and x==1 or y==2')).not.toContain('<mark')
    expect(html('seen %%not meant%% by all')).toContain('%%not meant%%')
    expect(html('`[[code]]` and `==code==`')).not.toMatch(/wikilink|<mark/)
  })

  it('holds real notes of Obsidian', () => {
    const links = html(note('obsidian-wikilinks'))
    expect(links.match(/class="wikilink"/g)).toHaveLength(7)
    expect(links).toContain('[[unclosed link')
    const embeds = html(note('embeds'))
    expect(embeds).toContain('src="/attachments/white.png"')
    expect(embeds).toContain('Embedded here in Obsidian: note-with-frontmatter')
    expect(embeds).toContain('![[Not a valid embed.]')
    expect(html(note('alert')).match(/class="callout tone-/g)).toHaveLength(5)
  })
})

describe('math', () => {
  it('is set as MathML, with its source for those who copy it', () => {
    const out = html('The root $\\sqrt{x}$ of it.')
    expect(out).toContain('<math><semantics><mrow><msqrt><mi>x</mi></msqrt></mrow>')
    expect(out).toContain('<annotation encoding="application/x-tex">\\sqrt{x}</annotation>')
    expect(out).not.toContain('style=')
  })

  it('stands on a line of its own between two dollars', () => {
    for (const text of ['$$\nx\n$$', 'a $$x$$ b', '```math\nx\n```']) {
      expect(html(text)).toContain('<math display="block">')
    }
  })

  it('leaves prices alone', () => {
    const prices = [
      'I have $1 and you have $2',
      'from $5 to $10, or $20/$30',
      'It cost 5$, then 10$, then $ 3 $.',
      'US$5 and US$6',
      'Only $20'
    ]
    for (const text of prices) expect(html(text)).toBe(`<p>${text}</p>`)
    expect(html('It cost $5 so $x=5$ holds')).toMatch(/^<p>It cost \$5 so <span class="katex">/)
    expect(html('escaped \\$x\\$')).toBe('<p>escaped $x$</p>')
  })

  it('shows the source of what it cannot set, and never throws', () => {
    for (const tex of [
      '\\frac{1',
      '\\nonesuch{x}',
      '\\href{javascript:alert(1)}{x}',
      '}{',
      '\\def\\a{\\a\\a}\\a'
    ]) {
      expect(html(`So $${tex}$ is.`)).toMatch(/katex-error|mathcolor|<math/)
      expect(html(`So $${tex}$ is.`)).not.toMatch(/<[^>]+href/)
    }
    expect(html('$\\includegraphics{https://example.org/x.png}$')).not.toContain('<mglyph')
    expect(html('$\\htmlStyle{position:fixed}{x}$')).not.toContain('style=')
  })

  it('holds real notes', () => {
    expect(html(note('math')).match(/<math/g)).toHaveLength(4)
    const latex = html(note('latex'))
    expect(latex.match(/<math display="block">/g)).toHaveLength(4)
    expect(latex).toContain('I have $1 and you have $2')
    expect(latex).not.toContain('katex-error')
  })
})

describe('callouts', () => {
  it('have a title, a tone and a text', () => {
    const out = html('> [!warning] Mind the _gap_\n> It is wide.')
    expect(out).toContain('<div class="callout tone-warn">')
    expect(out).toContain('<div class="callout-title-text">Mind the <em>gap</em></div>')
    expect(out).toContain('<p>It is wide.</p>')
  })

  it('fold, open or closed', () => {
    expect(html('> [!note]- Title\n> Text')).toMatch(/<details class="callout tone-info"><summary/)
    expect(html('> [!note]+ Title\n> Text')).toContain('<details class="callout tone-info" open=""')
  })

  it('take an unknown type for a note of that name, also one that objects inherit', () => {
    expect(html('> [!recipe]\n> Text')).toContain('>Recipe</div>')
    for (const type of ['constructor', 'hasOwnProperty', 'toString']) {
      expect(html(`> [!${type}] Title\n> Text`)).toContain('>Title</div>')
    }
  })

  it('lose nothing of a quote that only speaks of one', () => {
    expect(html('> see [!note] below')).toContain('see [!note] below')
    expect(html('> [!note')).toContain('[!note')
    expect(html('> [!note] a  \n> b  \n> c')).toMatch(/a[^]*b[^]*c/)
  })

  it('hold real notes, nested ones too', () => {
    const out = html(note('callouts'))
    expect(out.match(/class="callout tone-/g)).toHaveLength(18)
    expect(out).toContain('Yes!, they can. And collapsed!')
    expect(out).toContain('You can even use multiple layers of nesting.')
  })
})

describe('pictures', () => {
  it('come from the folder attachments, by name alone', () => {
    expect(html('![[my pic.png|300x200]]')).toContain(
      '<p><img class="picture" src="/attachments/my%20pic.png" alt="my pic.png" ' +
        'style="width:300px;height:200px" decoding="async" draggable="false"/></p>'
    )
    expect(html('![a cat|120](attachments/cat.webp)')).toMatch(/alt="a cat" style="width:120px"/)
  })

  it('are a line of text when they come from elsewhere', () => {
    const elsewhere = [
      '![a](https://example.org/cat.png)',
      '![a](//example.org/cat.png)',
      '![](data:image/png;base64,AA)',
      '![a](file:///etc/cat.png)',
      '![a][b]\n\n[b]: https://example.org/cat.png'
    ]
    for (const text of elsewhere) {
      expect(html(text)).not.toContain('<img')
      expect(html(text)).toContain('Picture from elsewhere, not loaded')
    }
    expect(html('![a cat](https://example.org/cat.png)')).toContain(
      'not loaded. a cat, https://example.org/cat.png'
    )
  })

  it('are no way to other files', () => {
    const tricks = [
      '../x.png',
      '..%2fx.png',
      '%2e%2e/x.png',
      '.hidden.png',
      'a/b.png',
      'a\\b.png',
      'a%00.png',
      'x.svg',
      'x.png#y.svg',
      '/etc/x.png',
      'attachments/../x.png',
      'x'.repeat(300) + '.png'
    ]
    for (const name of tricks) {
      for (const text of [`![[${name}]]`, `![a](<${name}>)`]) {
        expect(html(text), name).not.toContain('<img')
      }
    }
  })
})

describe('hostile text', () => {
  it('shows HTML as the text that it is', () => {
    const out = html('<img src=x onerror=alert(1)>\n\na <b onclick="x()">b</b>')
    expect(out).not.toMatch(/<img|<b[ >]/)
    expect(out).toContain('&lt;img src=x onerror=alert(1)&gt;')
    expect(out).toContain('&lt;b onclick=')
  })

  it('links to the web only, and only in a window of the system', () => {
    expect(html('[a](https://example.org/x)')).toContain(
      '<a href="https://example.org/x" target="_blank" rel="noreferrer"'
    )
    const dead = [
      'javascript:alert(1)',
      'file:///etc/passwd',
      'app://understudy/',
      '/settings',
      '#x'
    ]
    for (const href of dead) {
      const out = html(`[words](${href})`)
      expect(out).not.toContain('<a')
      expect(out).not.toContain('href')
      expect(out).toContain('words')
    }
  })

  it('gives no styles, scripts or event handlers away', () => {
    const out = html(
      '<script>x</script>\n\n<p style="position:fixed">cover</p>\n\n[x](https://a.b "t\\" onclick=\\"y")'
    )
    expect(out).not.toMatch(/<script|<p style|<[^>]+onclick/)
  })

  it('is read, at worst as its source, when it is nested or long beyond measure', () => {
    const sizes = ['>'.repeat(1500), '['.repeat(5000), '*a'.repeat(3000), 'x'.repeat(300_000)]
    for (const text of sizes) expect(html(text).length).toBeGreaterThan(1000)
  }, 60_000)
})
