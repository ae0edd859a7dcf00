import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import Markdown from '../../../src-renderer/ui/Markdown'

const html = (text: string): string => renderToStaticMarkup(<Markdown text={text} />)

describe('what is written', () => {
  it('is shown as GitHub-flavoured Markdown', () => {
    expect(html('**bold**, _slanted_, ~~gone~~')).toBe(
      '<p><strong>bold</strong>, <em>slanted</em>, <del>gone</del></p>'
    )
    expect(html('| a | b |\n| - | - |\n| 1 | 2 |')).toContain('<td>1</td>')
    expect(html('- [x] done\n- [ ] open')).toContain('aria-label="Done"')
  })

  it('keeps headings below those of the page', () => {
    expect(html('# One\n\n## Two')).toBe('<h3>One</h3>\n<h3>Two</h3>')
  })

  it('keeps a half-written fence readable', () => {
    expect(html('```js\nconst a = 1')).toContain('const a = 1')
  })
})

describe('hostile text', () => {
  it('shows HTML as the text that it is', () => {
    const out = html('<img src=x onerror=alert(1)>\n\na <b onclick="x()">b</b>')
    expect(out).not.toMatch(/<img|<b[ >]/)
    expect(out).toContain('&lt;img src=x onerror=alert(1)&gt;')
    expect(out).toContain('&lt;b onclick=')
  })

  it('never loads an image: a line of text stands for it', () => {
    for (const text of ['![a cat](https://example.org/cat.png)', '![](data:image/png;base64,AA)']) {
      const out = html(text)
      expect(out).not.toContain('<img')
      expect(out).toContain('Image not loaded')
    }
    expect(html('![a cat](https://example.org/cat.png)')).toContain(
      'Image not loaded: a cat, https://example.org/cat.png'
    )
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

  it('lets footnotes move nothing', () => {
    const out = html('Text.[^1]\n\n[^1]: A note.')
    expect(out).toContain('A note.')
    expect(out).not.toContain('href')
  })

  it('gives no styles, scripts or event handlers away', () => {
    const out = html(
      '<script>x</script>\n\n<p style="position:fixed">cover</p>\n\n[x](https://a.b "t\\" onclick=\\"y")'
    )
    expect(out).not.toMatch(/<script|<p style|<[^>]+onclick/)
  })
})
