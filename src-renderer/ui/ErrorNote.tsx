import { RotateCw } from 'lucide-react'
import { useState } from 'react'
import { useLocation } from 'wouter'
import type { ErrorEnvelope } from '@contract/errors'
import { envelopeOf } from '../bridge'
import { Button, LinkButton } from './Button'
import { copyText } from './clipboard'
import { Note } from './Note'
import { remedies, type Remedy } from './remedies'

type ErrorNoteProps = {
  /** What was thrown, or the envelope itself. */
  error: unknown
  /** Does it again; offered when the remedy is to retry, and after one that was done here. */
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
  const action = envelope.remedy?.action ?? null
  const remedy = action === null || action === 'retry' ? null : remedies[action]
  return (
    <Note
      kind="stop"
      title={envelope.message}
      {...(className === undefined ? {} : { className })}
      actions={
        <>
          {remedy && <RemedyButton remedy={remedy} onDone={onRetry} onLeave={onLeave} />}
          {onRetry && !remedy && (
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

type RemedyButtonProps = {
  remedy: Remedy
  /** After a remedy that was done in place: what failed is worth another try. */
  onDone: (() => void) | undefined
  onLeave: (() => void) | undefined
}

/** Goes where the remedy is, or does it here; a remedy that fails says so in the same place. */
const RemedyButton = ({ remedy, onDone, onLeave }: RemedyButtonProps) => {
  const [place, navigate] = useLocation()
  const [working, setWorking] = useState(false)
  const [trouble, setTrouble] = useState<ErrorEnvelope | null>(null)
  // A button to where one already is would do nothing.
  if (remedy.kind === 'place' && remedy.href === place) return null
  const follow = async () => {
    if (remedy.kind === 'place') {
      onLeave?.()
      navigate(remedy.href)
      return
    }
    setWorking(true)
    const failed = await remedy.act().catch(envelopeOf)
    setWorking(false)
    setTrouble(failed)
    if (failed === null) onDone?.()
  }
  return (
    <>
      <Button
        working={working && remedy.kind === 'deed' ? remedy.working : null}
        onClick={() => void follow()}
      >
        {remedy.label}
      </Button>
      {trouble && (
        <p className="w-full" role="alert">
          {trouble.message} {trouble.remedy?.text}
        </p>
      )}
    </>
  )
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
