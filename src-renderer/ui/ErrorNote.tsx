import { RotateCw } from 'lucide-react'
import { useState } from 'react'
import { useLocation } from 'wouter'
import type { ErrorEnvelope, RemedyAction } from '@contract/errors'
import { call, envelopeOf } from '../bridge'
import { Button, LinkButton } from './Button'
import { copyText } from './clipboard'
import { Note } from './Note'

type ErrorNoteProps = {
  /** What was thrown, or the envelope itself. */
  error: unknown
  /** Does it again; offered when the remedy is to retry. */
  onRetry?: (() => void) | undefined
  /** What the retry is called here, naming what it does. */
  retryLabel?: string
  /** Where to go when what failed is gone for good. */
  elsewhere?: { label: string; href: string }
  /** Closes what the note stands in, when its button leads elsewhere. */
  onLeave?: () => void
  className?: string
}

/** The one place where an error becomes words on a screen: what, why, what next, and a button. */
export const ErrorNote = ({
  error,
  onRetry,
  retryLabel = 'Try again',
  elsewhere,
  onLeave,
  className
}: ErrorNoteProps) => {
  const envelope = isEnvelope(error) ? error : envelopeOf(error)
  const [place, navigate] = useLocation()
  const wanted = envelope.remedy?.action ?? null
  // A button to where one already is would do nothing.
  const action = wanted && wanted !== 'retry' && place === places[wanted].href ? null : wanted
  const follow = async (to: Exclude<RemedyAction, 'retry'>) => {
    onLeave?.()
    if (to === 'choose-project') await call('project.choose', {})
    else navigate(places[to].href)
  }
  return (
    <Note
      kind="stop"
      title={envelope.message}
      {...(className === undefined ? {} : { className })}
      actions={
        <>
          {action && action !== 'retry' && (
            <Button onClick={() => void follow(action)}>{places[action].label}</Button>
          )}
          {onRetry && (action === 'retry' || action === null) && (
            <Button icon={<RotateCw />} onClick={onRetry}>
              {retryLabel}
            </Button>
          )}
          {elsewhere && <LinkButton href={elsewhere.href}>{elsewhere.label}</LinkButton>}
          <CopyDetails envelope={envelope} />
        </>
      }
    >
      {envelope.remedy?.text}
    </Note>
  )
}

const places: Record<Exclude<RemedyAction, 'retry'>, { href: string; label: string }> = {
  'open-engine-settings': { href: '/settings/engines', label: 'Open engine settings' },
  'open-python-settings': { href: '/settings/python', label: 'Open Python settings' },
  'choose-project': { href: '', label: 'Choose another folder' },
  'add-topics': { href: '/personas', label: 'Add topics' },
  rank: { href: '/rank', label: 'Rank drafts' }
}

/** Code, message and whatever only a developer wants, to the clipboard. */
export const CopyDetails = ({ envelope }: { envelope: ErrorEnvelope }) => {
  const [copied, setCopied] = useState(false)
  const copy = () => {
    const lines = [`${envelope.code}: ${envelope.message}`, envelope.detail, navigator.userAgent]
    setCopied(copyText(lines.filter(Boolean).join('\n\n')))
  }
  return (
    <Button look="quiet" onClick={copy}>
      {copied ? 'Copied' : 'Copy details'}
    </Button>
  )
}

const isEnvelope = (error: unknown): error is ErrorEnvelope =>
  typeof error === 'object' && error !== null && 'code' in error && 'remedy' in error
