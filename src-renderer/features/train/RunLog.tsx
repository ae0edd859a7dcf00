import { ChevronDown, ChevronUp } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { TrainerEvent } from '@contract/trainer-events'
import type { Run } from '@contract/training'
import { Button, IconButton } from '../../ui/Button'
import { copyText } from '../../ui/clipboard'
import { CommandKbd } from '../../ui/Kbd'
import { classes } from '../../ui/words'
import { clock, logLine } from './words'

type RunLogProps = { run: Run; events: readonly TrainerEvent[] }

/** Every event as a line, the newest at the foot. Closed at first in low windows. */
export const RunLog = ({ run, events }: RunLogProps) => {
  const [open, setOpen] = useState(() => window.innerHeight > 720)
  const [copied, setCopied] = useState(false)
  const copy = () => {
    const lines = events.map(logLine).map(({ at, text }) => `${clock(at)}  ${text}`)
    setCopied(copyText(lines.join('\n')))
  }
  return (
    <section className="run-log" aria-label={`Log of run ${run.number}`}>
      <header className="row">
        <h2 className="med">Log</h2>
        <CommandKbd id="run.log" />
        <span className="end row">
          <Button look="quiet" command="run.copyLog" onClick={copy}>
            {copied ? 'Copied' : 'Copy'}
          </Button>
          <IconButton
            label={open ? 'Close log' : 'Open log'}
            command="run.log"
            onClick={() => setOpen(!open)}
          >
            {open ? <ChevronDown /> : <ChevronUp />}
          </IconButton>
        </span>
      </header>
      {open && <Lines events={events.slice(-300)} />}
    </section>
  )
}

const Lines = ({ events }: { events: readonly TrainerEvent[] }) => {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    box.current?.scrollTo({ top: box.current.scrollHeight })
  }, [events.length])
  return (
    <div className="log" ref={box} tabIndex={0}>
      {events.length === 0 && 'Nothing has happened yet.'}
      {events.map(logLine).map(({ at, text, tone }, index) => (
        <div key={index} className={classes(index === events.length - 1 && 'newest')}>
          <span className="t">{clock(at)}</span>
          {'  '}
          <span className={classes(tone === 'warn' && 'w', tone === 'stop' && 's')}>{text}</span>
        </div>
      ))}
    </div>
  )
}
