import { useEffect, useState, type RefObject } from 'react'

/** Fewer characters a line than this are hard to read. */
const fewest = 34

/** Whether the columns of drafts have come below 34 characters a line. */
export const useNarrow = (page: RefObject<HTMLElement | null>, columns: number): boolean => {
  const [narrow, setNarrow] = useState(false)
  useEffect(() => {
    const element = page.current
    if (!element) return
    const observer = new ResizeObserver(() => {
      const text = element.querySelector('.galley .read')
      // One draft in the wide column says nothing about the columns.
      if (text) setNarrow(charactersIn(text) < fewest)
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [page, columns])
  return narrow
}

/** A character of running text is 0.46 of its size wide on average in the reading face. */
const charactersIn = (text: Element): number =>
  text.clientWidth / (parseFloat(getComputedStyle(text).fontSize) * 0.46)
