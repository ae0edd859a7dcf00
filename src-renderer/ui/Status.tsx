import {
  Check,
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleDot,
  Clock,
  Info,
  PenLine,
  TriangleAlert
} from 'lucide-react'
import type { ReactNode } from 'react'
import { Spinner } from './Spinner'
import { classes } from './words'

/**
 * `you` waits for the person, `writing` and `working` go on, `waiting` is queued, `done` is over,
 * `ok` is well, `none` has nothing yet, `warn` and `stop` need a look.
 */
export type StatusKind =
  'you' | 'writing' | 'working' | 'waiting' | 'done' | 'ok' | 'none' | 'info' | 'warn' | 'stop'

/** An icon and words; never a colour alone. */
export const Status = ({ kind, children }: { kind: StatusKind; children: ReactNode }) => (
  <span className={classes('st', tones[kind])}>
    {icons[kind]}
    {children}
  </span>
)

const icons: Record<StatusKind, ReactNode> = {
  you: <CircleDot />,
  writing: <PenLine />,
  working: <Spinner />,
  waiting: <Clock />,
  done: <Check />,
  ok: <CircleCheck />,
  none: <CircleDashed />,
  info: <Info />,
  warn: <TriangleAlert />,
  stop: <CircleAlert />
}

const tones: Partial<Record<StatusKind, string>> = {
  you: 'you',
  writing: 'info',
  ok: 'ok',
  info: 'info',
  warn: 'warn',
  stop: 'stop'
}
