import { useCallback, useState, type ReactNode } from 'react'

type WideProps = { as: 'div' | 'span'; className: string; children: ReactNode }

/** What can be wider than its column scrolls sideways, and by keys as well when it does. */
export const Wide = ({ as: Part, className, children }: WideProps) => {
  const [scrolls, setScrolls] = useState(false)
  const measure = useCallback((box: HTMLElement | null) => {
    if (!box) return
    const look = () => setScrolls(box.scrollWidth > box.clientWidth)
    const observer = new ResizeObserver(look)
    observer.observe(box)
    if (box.firstElementChild) observer.observe(box.firstElementChild)
    // A formula has no box that is observed: it grows when its font comes.
    document.fonts.addEventListener('loadingdone', look)
    return () => {
      observer.disconnect()
      document.fonts.removeEventListener('loadingdone', look)
    }
  }, [])
  return (
    <Part ref={measure} className={className} {...(scrolls ? { tabIndex: 0 } : {})}>
      {children}
    </Part>
  )
}
