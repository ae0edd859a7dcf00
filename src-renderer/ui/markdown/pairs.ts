import type { Nodes, PhrasingContent, Root, Text } from 'mdast'
import { visit } from 'unist-util-visit'

type Look = {
  hName: string
  hProperties?: Record<string, string[]>
  /** The signs stay readable. */
  keepSigns?: boolean
}

/**
 * Wraps what stands between two equal signs, other markup included: `==some **bold** words==`.
 * The first sign stands after a space, punctuation or nothing, and before no space; the second
 * after no space. So `a == b` and `x==1` are left alone.
 */
export const markPairs = (tree: Root, sign: string, look: Look): void => {
  visit(tree, (node) => {
    if (!holdsPhrasing(node)) return
    if (!node.children.some((child) => child.type === 'text' && child.value.includes(sign))) return
    node.children = wrapPairs(cut(node.children, sign), sign, look)
  })
}

const holdsPhrasing = (node: Nodes): node is Extract<Nodes, { children: PhrasingContent[] }> =>
  ['paragraph', 'heading', 'emphasis', 'strong', 'delete', 'link', 'tableCell'].includes(node.type)

type Sign = { sign: true; opens: boolean; closes: boolean }
type Piece = PhrasingContent | Sign

/** The texts among the nodes, cut at each sign. */
const cut = (nodes: PhrasingContent[], sign: string): Piece[] =>
  nodes.flatMap((node): Piece[] => {
    if (node.type !== 'text' || !node.value.includes(sign)) return [node]
    const parts = node.value.split(sign)
    return parts.flatMap((value, i): Piece[] => {
      const text: Piece[] = value === '' ? [] : [{ type: 'text', value }]
      const next = parts[i + 1]
      if (next === undefined) return text
      const edge = { opens: /^\S|^$/.test(next), closes: /\S$|^$/.test(value) }
      return [...text, { sign: true, ...edge, opens: edge.opens && !/[\w=]$/.test(value) }]
    })
  })

const wrapPairs = (pieces: Piece[], sign: string, look: Look): PhrasingContent[] => {
  const done: PhrasingContent[] = []
  const asText = (piece: Piece): PhrasingContent =>
    'sign' in piece ? { type: 'text', value: sign } : piece
  for (let i = 0; i < pieces.length; i += 1) {
    const piece = pieces[i]
    if (!piece) break
    const end = 'sign' in piece && piece.opens ? closingAfter(pieces, i) : -1
    if (end === -1) {
      done.push(asText(piece))
      continue
    }
    const inner = pieces.slice(i + 1, end).map(asText)
    done.push(wrapped(look.keepSigns ? [signText(sign), ...inner, signText(sign)] : inner, look))
    i = end
  }
  return done
}

/** Something has to stand between the two. */
const closingAfter = (pieces: Piece[], open: number): number =>
  pieces.findIndex((piece, i) => i > open + 1 && 'sign' in piece && piece.closes)

const signText = (value: string): Text => ({ type: 'text', value })

const wrapped = (children: PhrasingContent[], look: Look): PhrasingContent => ({
  type: 'emphasis',
  data: { hName: look.hName, ...(look.hProperties && { hProperties: look.hProperties }) },
  children
})
