import { Children, isValidElement, type ReactNode } from 'react'

/** The text that a button's children show: what the palette and the menu call it. */
export const wordsOf = (children: ReactNode): string =>
  Children.toArray(children).map(textOf).join('').trim()

const textOf = (child: ReactNode): string => {
  if (typeof child === 'string' || typeof child === 'number') return String(child)
  if (!isValidElement<{ children?: ReactNode }>(child)) return ''
  return wordsOf(child.props.children)
}
