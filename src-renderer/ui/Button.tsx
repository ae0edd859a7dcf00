import {
  useImperativeHandle,
  useRef,
  type ComponentProps,
  type MouseEvent,
  type ReactNode
} from 'react'
import { Link } from 'wouter'
import type { CommandId } from '@contract/commands'
import { platform } from '../bridge'
import { useCommand, useFoundCommand, usePlainButton } from './commands/useCommand'
import { wordsOf } from './commands/words-of'
import { Kbd } from './Kbd'
import { keysAria, type Keys } from './shortcuts/keys'
import { useKeysOf } from './shortcuts/settings'
import { useShortcut } from './shortcuts/useShortcut'
import { Spinner } from './Spinner'
import { Tip } from './Tip'
import { classes } from './words'

type Look = 'default' | 'primary' | 'quiet' | 'danger' | 'destroy'

type Shared = {
  /** At most one `primary` a screen. `destroy` is the solid one in a dialog that deletes bytes. */
  look?: Look
  /** 36 high: for the one next action only. */
  large?: boolean
  /** A Lucide icon. */
  icon?: ReactNode
  /**
   * The command it does: its key is bound and printed, and palette and application menu have it
   * under the button's own words. Without an `onClick` the button runs what `useCommand` does.
   */
  command?: CommandId | undefined
  /** A key without a command, such as Escape: bound for as long as the button is there, and printed. */
  keys?: Keys
  /** Bound, but not printed. */
  hideKeys?: boolean
  children: ReactNode
}

type ButtonProps = Shared &
  Omit<ComponentProps<'button'>, 'children' | 'onClick' | 'disabled'> & {
    onClick?: (event: MouseEvent<HTMLButtonElement>) => void
    /**
     * Runs what `useCommand` does elsewhere; as it comes, when there is no `onClick`. Said outright
     * where a tooltip around the button gives it an `onClick` of its own.
     */
    follows?: boolean
    /** Why it is not available now; shown as its tooltip. */
    off?: string | false | null | undefined
    /** What it is doing, such as “Checking”. The width stays as it was. */
    working?: string | false | null | undefined
  }

/** A button with its states: rest, hover, press, focus, working, not available. */
export const Button = ({
  look = 'default',
  large = false,
  icon,
  command,
  keys: ownKeys,
  hideKeys = false,
  off,
  working,
  onClick,
  follows = onClick === undefined,
  children,
  className,
  ref,
  ...rest
}: ButtonProps) => {
  const still = Boolean(off) || Boolean(working)
  const keys = useKeysOf(command)[0] ?? ownKeys
  // Our own hold on the element, beside whoever else asks for it: tooltips and menus do.
  const element = useRef<HTMLButtonElement>(null)
  useImperativeHandle<HTMLButtonElement | null, HTMLButtonElement | null>(
    ref,
    () => element.current
  )
  const press = () => element.current?.click()
  const title = rest['aria-label'] ?? wordsOf(children)
  const acts = !follows || rest.type === 'submit'
  const found = useFoundCommand(acts ? undefined : command)
  useCommand(acts ? command : undefined, press, {
    enabled: !still,
    title,
    icon
  })
  usePlainButton(command === undefined && !still, { title, icon, run: press })
  useShortcut(command ? '' : (ownKeys ?? ''), press, { enabled: !still })
  const button = (
    <button
      ref={element}
      type="button"
      className={classes(
        'btn',
        lookClass[look],
        large && 'lg',
        off ? 'off' : working ? 'working' : null,
        className
      )}
      aria-disabled={still || undefined}
      aria-busy={working ? true : undefined}
      data-command={command}
      aria-keyshortcuts={keys && keysAria(keys, platform())}
      onClick={(event) => {
        if (still) event.preventDefault()
        else {
          onClick?.(event)
          found?.run()
        }
      }}
      {...rest}
    >
      {working ? (
        <Working label={working} icon={icon}>
          {children}
        </Working>
      ) : (
        <>
          {icon}
          {children}
        </>
      )}
      {keys && !hideKeys && <Kbd keys={keys} />}
    </button>
  )
  return off ? <Tip text={off}>{button}</Tip> : button
}

type IconButtonProps = Omit<ButtonProps, 'children' | 'icon' | 'large'> & {
  /** Its name for the tooltip and for screen readers. */
  label: string
  children: ReactNode
}

/** A square button with an icon only. */
export const IconButton = ({ label, children, className, ...rest }: IconButtonProps) => {
  const keys = useKeysOf(rest.command)[0] ?? rest.keys
  return (
    <Tip text={label} keys={keys}>
      <Button
        look="quiet"
        className={classes('icon', className)}
        aria-label={label}
        hideKeys
        follows={rest.onClick === undefined}
        {...rest}
      >
        {children}
      </Button>
    </Tip>
  )
}

/** A link that looks like a button: it goes somewhere and changes nothing. */
export const LinkButton = ({
  href,
  look = 'default',
  large = false,
  icon,
  command,
  keys: ownKeys,
  hideKeys = false,
  children
}: Shared & { href: string }) => {
  const ref = useRef<HTMLAnchorElement>(null)
  const keys = useKeysOf(command)[0] ?? ownKeys
  const press = () => ref.current?.click()
  const title = wordsOf(children)
  useCommand(command, press, { title, icon })
  usePlainButton(command === undefined, { title, icon, run: press })
  useShortcut(command ? '' : (ownKeys ?? ''), press)
  return (
    <Link
      ref={ref}
      href={href}
      className={classes('btn', lookClass[look], large && 'lg')}
      data-command={command}
      aria-keyshortcuts={keys && keysAria(keys, platform())}
    >
      {icon}
      {children}
      {keys && !hideKeys && <Kbd keys={keys} />}
    </Link>
  )
}

const lookClass: Record<Look, string> = {
  default: '',
  primary: 'primary',
  quiet: 'quiet',
  danger: 'danger',
  destroy: 'danger solid'
}

type WorkingProps = { label: string; icon: ReactNode; children: ReactNode }

/** Both labels in one cell, so that the button keeps the wider of the two. */
const Working = ({ label, icon, children }: WorkingProps) => (
  <span className="inline-grid">
    <span className="invisible col-start-1 row-start-1 inline-flex items-center gap-2" aria-hidden>
      {icon}
      {children}
    </span>
    <span className="col-start-1 row-start-1 inline-flex items-center justify-center gap-2">
      <Spinner />
      {label}
    </span>
  </span>
)
