import type { Element, ElementContent, Root } from 'hast'
import type { Plugin } from 'unified'
import { SKIP, visit } from 'unist-util-visit'

/**
 * Leaves only pictures of the project's own folder `attachments`, named by file name alone. A line
 * of text stands for every other: nothing is fetched from elsewhere, whatever a text asks for.
 */
export const rehypePictures: Plugin<[], Root> = () => (tree) => {
  visit(tree, 'element', (node, index, parent) => {
    if (node.tagName !== 'img' || !parent || index === undefined) return
    parent.children[index] = pictureOrLine(node)
    return SKIP
  })
}

const pictureOrLine = ({ properties }: Element): ElementContent => {
  const { src, alt, width, height } = properties
  const address = typeof src === 'string' ? decoded(src) : ''
  const words = typeof alt === 'string' ? alt.trim() : ''
  const name = attachmentName(address)
  if (name === null) return line([refusal(address), words, shortened(address)])
  return {
    type: 'element',
    tagName: 'img',
    properties: {
      src: `attachments/${encodeURIComponent(name)}`,
      alt: words || name,
      width,
      height
    },
    children: []
  }
}

/**
 * The name of a picture in `attachments`, or null for everything else: an address with a scheme, a
 * path, another kind of file.
 */
export const attachmentName = (address: string): string | null => {
  const name = address.replace(/^(?:\.\/)?attachments\//, '')
  const plain = name.length <= 200 && /^[^./\\:?#%\p{Cc}][^/\\:?#%\p{Cc}]*$/u.test(name)
  return plain && /\.(?:png|jpe?g|webp|gif|avif)$/i.test(name) ? name : null
}

const refusal = (address: string): string => {
  if (address === '') return 'Picture without an address'
  if (/^[a-z][a-z\d+.-]*:|^\/\//i.test(address)) return 'Picture from elsewhere, not loaded'
  if (/[/\\]/.test(address))
    return 'Picture not shown: only a name in the folder attachments is one'
  return 'Picture not shown: only PNG, JPEG, WebP, GIF and AVIF are'
}

const line = ([what = '', words = '', address = '']: string[]): Element => ({
  type: 'element',
  tagName: 'span',
  properties: { className: ['image-line'] },
  children: [
    {
      type: 'text',
      value: [what, [words, address].filter(Boolean).join(', ')].filter(Boolean).join('. ')
    }
  ]
})

const shortened = (address: string) =>
  address.length > 120 ? `${address.slice(0, 119)}…` : address

const decoded = (address: string): string => {
  try {
    return decodeURIComponent(address)
  } catch {
    return address
  }
}
