import { useCallback, useState, type ReactNode } from 'react'

type WideProps = { as: 'div' | 'span'; className: string; children: ReactNode }

/** What can be wider than its column scrolls sideways, and by keys as well when it does. */
export const Wide = ({ as: Part, className, children }: WideProps) => {
  const [scrolls, setScrolls] = useState(false)
  const measure = useCallback((box: HTMLElement | null) => {
    if (!box) return
    const observer = new ResizeObserver(() => setScrolls(box.scrollWidth > box.clientWidth))
    observer.observe(box)
    if (box.firstElementChild) observer.observe(box.firstElementChild)
    return () => observer.disconnect()
  }, [])
  return (
    <Part ref={measure} className={className} {...(scrolls ? { tabIndex: 0 } : {})}>
      {children}
    </Part>
  )
}
