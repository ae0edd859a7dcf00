import { PanelLeft } from 'lucide-react'
import type { ReactNode } from 'react'
import { useEffect } from 'react'
import { Link } from 'wouter'
import { IconButton } from './Button'
import { useKeptScroll } from './useKeptScroll'
import { classes } from './words'

type PageProps = {
  /** Where you are. */
  title: string
  /** The place above, if there is one. */
  parent?: { title: string; href: string } | undefined
  /** At most three; the primary last. */
  actions?: ReactNode
  /** Actions on a selection or a step; never navigation. */
  foot?: ReactNode
  /** No padding and no scrolling of its own: the content divides the room. */
  flush?: boolean
  /** Puts the sidebar away: reading needs the width. */
  focus?: boolean
  children: ReactNode
}

/** Title bar, page, and a foot bar where there is something to act on. */
export const Page = ({
  title,
  parent,
  actions,
  foot,
  flush = false,
  focus = false,
  children
}: PageProps) => {
  useEffect(() => {
    document.title = `${title} · Understudy`
  }, [title])
  const scroll = useKeptScroll()
  return (
    <main className={classes('main', focus && 'focus')} id="page" tabIndex={-1}>
      <header className="bar">
        {!focus && (
          <IconButton label="Show the sidebar" command="app.sidebar" className="side-toggle">
            <PanelLeft />
          </IconButton>
        )}
        {parent && (
          <span className="crumb">
            <Link href={parent.href} className="trunc">
              {parent.title}
            </Link>
          </span>
        )}
        <h1 className="trunc" title={title}>
          {title}
        </h1>
        <div className="end">{actions}</div>
      </header>
      <div ref={flush ? null : scroll} className={classes('page', flush && 'flush')}>
        {flush ? children : <div className="in">{children}</div>}
      </div>
      {foot && <div className="foot">{foot}</div>}
    </main>
  )
}

type SplitProps = {
  /** Explains or configures the thing on the left. */
  side: ReactNode
  sideLabel: string
  /** Keeps the pane beside the page in narrow windows too. */
  keep?: boolean
  flushBody?: boolean
  narrow?: boolean
  children: ReactNode
}

/** A page and its side pane. Use inside a flush `Page`. Below 1100 px the pane moves under it. */
export const Split = ({
  side,
  sideLabel,
  keep = false,
  flushBody = false,
  narrow = false,
  children
}: SplitProps) => {
  const scroll = useKeptScroll()
  return (
    <div className={classes('split', keep && 'keep', narrow && 'narrow')}>
      <div ref={flushBody ? null : scroll} className={classes('body', flushBody && 'flush')}>
        {children}
      </div>
      <aside className="side stack s6" aria-label={sideLabel}>
        {side}
      </aside>
    </div>
  )
}

type SectionProps = { title: string; end?: ReactNode; className?: string; children: ReactNode }

/** A heading with a hairline and what stands under it. */
export const Section = ({ title, end, className, children }: SectionProps) => (
  <section className={classes('sec', className)}>
    <div className="head">
      <h2>{title}</h2>
      {end}
    </div>
    {children}
  </section>
)
