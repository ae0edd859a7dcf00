import { useEffect, useState, type CSSProperties, type ReactNode } from 'react'
import { classes } from './words'

type GalleysProps = {
  label: string
  count: number
  /** The first column is wider, in line with the page above; for pages with a side pane. */
  snug?: boolean
  children: ReactNode
}

/** Full-height columns divided by a rule: a list of drafts. */
export const Galleys = ({ label, count, snug = false, children }: GalleysProps) => {
  const columns: CSSProperties & Record<'--n', number> = { '--n': count }
  return (
    <div
      className={classes('galleys', snug && 'snug')}
      style={columns}
      role="list"
      aria-label={label}
    >
      {children}
    </div>
  )
}

type GalleyProps = {
  letter: string
  /** Small, beside the letter: “112 words”. */
  slug?: ReactNode
  /** At the right of the header: a mark, buttons. */
  end?: ReactNode
  state?: 'waiting' | 'writing' | 'ready' | 'failed'
  place?: 'best' | 'worst' | null
  focused?: boolean
  /** The whole column answers to a click; the header holds the button that does the same. */
  onPress?: () => void
  /** The reading text got the focus, by Tab or by a click. */
  onLook?: () => void
  /** Stays in sight under the text: comments, changes. */
  foot?: ReactNode
  /** Name for screen readers; by default “Draft B”. */
  label?: string
  /** `sm` 15/24, `md` 16/26, `read` 17/28. */
  size?: 'sm' | 'md' | 'read'
  children?: ReactNode
}

/** One draft as a galley proof: letter, slug, rule, reading text that scrolls by itself. */
export const Galley = ({
  letter,
  slug,
  end,
  state = 'ready',
  place = null,
  focused = false,
  onPress,
  onLook,
  foot,
  label = `Draft ${letter}`,
  size = 'read',
  children
}: GalleyProps) => {
  const { ref, more } = useMore(state)
  const readClass = classes('read', size !== 'read' && size, state === 'writing' && 'writing')
  return (
    <div role="listitem" className="contents">
      <article
        className={classes('galley', place, focused && 'focused', onPress && 'pressable')}
        aria-label={label}
        data-draft={letter}
        aria-busy={state === 'writing' || state === 'waiting' || undefined}
        onClick={onPress}
      >
        <header>
          <span className="letter" aria-hidden="true">
            {letter}
          </span>
          {slug && <span className="slug">{slug}</span>}
          {end && <span className="end">{end}</span>}
        </header>
        <div
          className={classes('galley-text', more && 'more')}
          ref={ref}
          tabIndex={0}
          onFocus={onLook}
        >
          {state === 'waiting' && <Skeleton />}
          {state === 'failed' ? children : <div className={readClass}>{children}</div>}
        </div>
        {foot && <div className="galley-foot">{foot}</div>}
      </article>
    </div>
  )
}

/** Three grey lines: where text will be. */
export const Skeleton = () => (
  <div aria-hidden="true">
    <div className="skel w-11/12" />
    <div className="skel w-full" />
    <div className="skel w-2/3" />
  </div>
)

/**
 * Whether there is more below the fold. Streaming text does not scroll: it is read from the top.
 * Observed and not measured at each drawing: that would lay the page out anew at every key.
 */
const useMore = (state: string) => {
  const [box, setBox] = useState<HTMLElement | null>(null)
  const [more, setMore] = useState(false)
  useEffect(() => {
    if (!box) return
    const measure = () => setMore(box.scrollHeight - box.scrollTop - box.clientHeight > 4)
    const observer = new ResizeObserver(measure)
    observer.observe(box)
    for (const child of box.children) observer.observe(child)
    box.addEventListener('scroll', measure, { passive: true })
    return () => {
      observer.disconnect()
      box.removeEventListener('scroll', measure)
    }
    // Another state has other children.
  }, [box, state])
  return { ref: setBox, more }
}
