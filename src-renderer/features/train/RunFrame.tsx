import { useEffect, type ReactNode } from 'react'
import { Link } from 'wouter'

type RunFrameProps = {
  title: string
  /** The model that comes of it. */
  name: string
  /** Beside the title: the stage, or how the run ended. */
  status: ReactNode
  actions: ReactNode
  /** The log, which grows from the foot of the window. */
  foot: ReactNode
  children: ReactNode
}

/** A page whose title bar says how the thing in it fares. */
export const RunFrame = ({ title, name, status, actions, foot, children }: RunFrameProps) => {
  useEffect(() => {
    document.title = `${title} · Understudy`
  }, [title])
  return (
    <main className="main" id="page" tabIndex={-1}>
      <header className="bar">
        <span className="crumb">
          <Link href="/train">Train</Link>
        </span>
        <h1 className="whitespace-nowrap" title={name}>
          {title}
        </h1>
        <span className="min-w-0 overflow-hidden">{status}</span>
        <div className="end">{actions}</div>
      </header>
      <div className="page run-page">
        <div className="in">{children}</div>
      </div>
      {foot}
    </main>
  )
}
