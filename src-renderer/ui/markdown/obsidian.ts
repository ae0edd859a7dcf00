import type { Image, PhrasingContent, Root } from 'mdast'
import { findAndReplace } from 'mdast-util-find-and-replace'
import type { Plugin } from 'unified'
import { visit } from 'unist-util-visit'
import { markPairs } from './pairs'

/**
 * What Obsidian adds to Markdown within a line: `[[Page|words]]`, `![[picture.png|300x200]]`,
 * `![words|300](picture.png)`, `==highlight==` and `%%comment%%`. A comment is shown, faintly:
 * what is ranked is what is learned, so nothing that was written is hidden.
 */
export const remarkObsidian: Plugin<[], Root> = () => (tree) => {
  findAndReplace(tree, [/(!?)\[\[([^[\]|\n]+)(?:\|([^[\]\n]*))?\]\]/g, replaceBrackets])
  visit(tree, 'image', applySize)
  markPairs(tree, '==', { hName: 'mark' })
  markPairs(tree, '%%', {
    hName: 'span',
    hProperties: { className: ['comment'] },
    keepSigns: true
  })
}

const replaceBrackets = (_all: string, bang: string, target: string, after?: string) => {
  const name = target.trim()
  if (name === '') return false
  if (bang === '') return wikilink(name, after)
  if (!pictureEnd.test(name)) return otherEmbed(name)
  const image: Image = { type: 'image', url: encodeURIComponent(name), alt: after ?? '' }
  return image
}

const pictureEnd = /\.(?:png|jpe?g|webp|gif|avif|svg|bmp|tiff?|heic)$/i

/** There is no vault to go to, so it is text: the words, else page and heading. */
const wikilink = (name: string, words: string | undefined): PhrasingContent =>
  span('wikilink', words?.trim() || name.split('#').filter(Boolean).join(' › '))

const otherEmbed = (name: string): PhrasingContent =>
  span('image-line', `Embedded here in Obsidian: ${name}`)

const span = (className: string, value: string): PhrasingContent => ({
  type: 'emphasis',
  data: { hName: 'span', hProperties: { className: [className] } },
  children: [{ type: 'text', value }]
})

/** The last part of the alternative text is a size: `300` or `300x200`, in pixels. */
const applySize = (image: Image) => {
  const parts = (image.alt ?? '').split('|')
  const size = /^\s*(\d{1,4})(?:x(\d{1,4}))?\s*$/.exec(parts.at(-1) ?? '')
  if (!size) return
  image.alt = parts.slice(0, -1).join('|')
  image.data = {
    ...image.data,
    hProperties: { width: size[1], ...(size[2] !== undefined && { height: size[2] }) }
  }
}
