import { useEffect, useEffectEvent } from 'react'
import type { CommandId } from '@contract/commands'
import { platform } from '../../bridge'
import { useCommand, useFoundCommand } from '../../ui/commands/useCommand'
import { Kbd } from '../../ui/Kbd'
import { keysAria, matchesKeys } from '../../ui/shortcuts/keys'
import { useKeysOf } from '../../ui/shortcuts/settings'
import { useShortcut } from '../../ui/shortcuts/useShortcut'
import { classes, inWords } from '../../ui/words'
import { openComment } from './commenting'
import { useDesk } from './desk'
import { openEdit } from './editing'
import type { Order } from './moves'
import { usePreferences } from './preferences'
import type { TopicScene } from './scene'
import { send } from './store'

type HintsProps = {
  scene: TopicScene
  order: Order
  /** The columns are too narrow to read well: the wide column is offered first. */
  narrow: boolean
}

/** What can be done now, with its key. In a narrow window some leave the row; their keys stay. */
export const Hints = ({ scene, order, narrow }: HintsProps) => {
  const focus = useDesk((desk) => desk.focus)
  const expanded = useDesk((desk) => desk.expanded)
  const became = usePreferences((preferences) => preferences.became)
  const pick = usePreferences((preferences) => preferences.pick)
  const { item, phase } = scene
  const { drafts } = item
  const choosing = phase === 'choosing'
  const revealed = phase === 'revealed'
  const verdict = choosing && order.question === 'accepted'
  const second = order.question === 'second'
  const subject = revealed ? (order.best ?? focus ?? 0) : (focus ?? order.best ?? 0)
  const best = revealed && order.best !== null
  const expand = () => {
    useDesk.setState({ expanded: !expanded, focus: focus ?? order.best ?? 0 })
  }
  const comment = () =>
    openComment(item, {
      draftId: focus === null ? null : (drafts[focus]?.id ?? null),
      commentId: null
    })
  useShortcut('escape', expand, { enabled: expanded })
  useCommand('app.undo', undo, { title: 'Undo the last choice' })
  useHeldCompare(best && !expanded)
  const expandHint = (
    <Hint
      command="rank.expand"
      label={expanded ? `Back to ${inWords(drafts.length, '', '').trim()}` : 'Expand'}
      act={expand}
      hidden={revealed && !expanded && !narrow}
    />
  )
  return (
    <>
      {narrow && !expanded && expandHint}
      {verdict && (
        <Hint command="rank.next" label="Store" act={goOn} off={!order.accepted?.length} />
      )}
      {verdict && (
        <Hint command="rank.rejectAll" label="Reject all" act={() => moved('rejectAll')} />
      )}
      {choosing && second && <Hint command="rank.next" label="Leave it open" act={goOn} />}
      {choosing && !verdict && (
        <Hint command="rank.tie" label={second ? 'Tie the two' : 'Tie'} act={() => moved('tie')} />
      )}
      {choosing && (
        <Hint command="rank.skip" label="Skip" act={() => send({ type: 'skip' })} hidden={second} />
      )}
      {phase !== 'storing' && (
        <Hint
          command="rank.edit"
          label={best ? 'Edit the best' : 'Edit'}
          act={() => openEdit(item, subject, scene.edit)}
        />
      )}
      <Hint command="rank.comment" label="Comment" act={comment} />
      {best && !expanded && <CompareHint />}
      {revealed && (
        <Hint
          command="rank.became"
          label="What it became"
          act={() => usePreferences.setState({ became: !became })}
          pressed={became}
          minor
        />
      )}
      {revealed && (
        <Hint
          command="rank.pick"
          label="Let the reward model pick"
          act={() => usePreferences.setState({ pick: !pick })}
          pressed={pick}
          minor
        />
      )}
      <Hint command="rank.undo" label="Undo" act={undo} minor={!revealed || drafts.length > 3} />
      {!(narrow && !expanded) && expandHint}
      {choosing && !second && (
        <Hint
          command="rank.verdict"
          label={verdict ? 'Rank instead' : 'Accept or reject'}
          act={() => judgeBy(verdict ? 'order' : 'verdict')}
          minor
        />
      )}
      {!revealed && <AllKeys />}
      {(phase === 'storing' || phase === 'unstored') && (
        // Also while the answer is on its way: the key is kept and acts as soon as it is there.
        <Hint command="rank.next" label="Next topic" act={goOn} hidden />
      )}
      {revealed && <Hint command="rank.next" label="Next topic" act={goOn} />}
    </>
  )
}

/** Saving and leaving are bound where the text is; here they are printed. */
export const TypingHints = ({ what }: { what: 'edit' | 'comment' }) => (
  <>
    <span className="keys">
      <Kbd keys="mod+enter" />
      Save
    </span>
    <span className="keys">
      <Kbd keys="escape" />
      {what === 'edit' ? 'Leave as it was' : 'Leave'}
    </span>
    <span className="keys hide-narrow">
      <Kbd keys="mod+z" />
      Undo typing
    </span>
  </>
)

const goOn = () => send({ type: 'return', at: Date.now() })
const undo = () => send({ type: 'undo' })
const moved = (move: 'tie' | 'rejectAll') => send({ type: 'moved', move, at: Date.now() })

/** From this topic on, and in later sittings. */
const judgeBy = (way: 'order' | 'verdict') => {
  usePreferences.setState({ way })
  send({ type: 'way', way })
}

type HintProps = {
  command: CommandId
  label: string
  act: () => void
  /** Leaves the row in narrow windows; the key stays. */
  minor?: boolean
  /** The key alone. */
  hidden?: boolean
  /** It would do nothing now. */
  off?: boolean
  /** For what is shown or not. */
  pressed?: boolean
}

const Hint = ({ command, label, act, minor, hidden, off = false, pressed }: HintProps) => {
  useCommand(command, act, { title: label, enabled: !off })
  const [keys = ''] = useKeysOf(command)
  if (hidden) return null
  return (
    <button
      type="button"
      className={classes('keys', minor && 'hide-narrow', off && 'off')}
      aria-keyshortcuts={keysAria(keys, platform())}
      aria-disabled={off || undefined}
      aria-pressed={pressed}
      data-command={command}
      onClick={() => {
        if (!off) act()
      }}
    >
      <Kbd keys={keys} />
      {label}
    </button>
  )
}

/** The sheet of all keys is the frame's. */
const AllKeys = () => {
  const found = useFoundCommand('app.keys')
  const [keys = '?'] = useKeysOf('app.keys')
  if (!found) return null
  return (
    <button type="button" className="keys" onClick={found.run}>
      <Kbd keys={keys} />
      All keys
    </button>
  )
}

const CompareHint = () => {
  const [keys = ''] = useKeysOf('rank.compare')
  return (
    <span className="keys hide-narrow">
      <Kbd keys={keys} />
      Hold to compare
    </span>
  )
}

/** Compares while the key is down. */
const useHeldCompare = (enabled: boolean): void => {
  const [keys = ''] = useKeysOf('rank.compare')
  useCommand(
    'rank.compare',
    () => useDesk.setState(({ comparing }) => ({ comparing: !comparing })),
    {
      enabled
    }
  )
  const release = useEffectEvent((event: Event) => {
    if (event instanceof KeyboardEvent && !matchesKeys(event, keys, platform())) return
    useDesk.setState({ comparing: false })
  })
  useEffect(() => {
    const onRelease = (event: Event) => release(event)
    window.addEventListener('keyup', onRelease)
    window.addEventListener('blur', onRelease)
    return () => {
      window.removeEventListener('keyup', onRelease)
      window.removeEventListener('blur', onRelease)
    }
  }, [])
}
