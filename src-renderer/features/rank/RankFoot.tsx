import { useEffect, useState } from 'react'
import { Kbd } from '../../ui/Kbd'
import { keysAria, type Keys } from '../../ui/shortcuts/keys'
import { useShortcut } from '../../ui/shortcuts/useShortcut'
import { platform } from '../../bridge'
import { classes, inWords } from '../../ui/words'
import { useDesk } from './desk'
import { KeySheet } from './KeySheet'
import type { Order } from './order'
import type { TopicScene } from './sitting'
import { sentenceOf } from './sentences'
import { send } from './store'

type RankFootProps = { scene: TopicScene; order: Order }

/** The question, and every key that answers it. Each key is a button as well. */
export const RankFoot = ({ scene, order }: RankFootProps) => {
  const { editing } = useDesk()
  const sentence = editing ? 'Your edit becomes the answer to learn.' : sentenceOf(scene, order)
  return (
    <div className={classes('foot', `of-${scene.item.drafts.length}`)}>
      <p className="asks trunc" aria-live="polite" title={sentence}>
        {sentence}
      </p>
      <div className="row hints">
        {editing ? <EditHints /> : <Hints scene={scene} order={order} />}
      </div>
    </div>
  )
}

/** Saving and leaving are bound where the text is; here they are printed. */
const EditHints = () => (
  <>
    <span className="keys">
      <Kbd keys="mod+enter" />
      Save
    </span>
    <span className="keys">
      <Kbd keys="escape" />
      Leave as it was
    </span>
    <span className="keys hide-narrow">
      <Kbd keys="mod+z" />
      Undo typing
    </span>
  </>
)

const Hints = ({ scene, order }: RankFootProps) => {
  const { focus, expanded } = useDesk()
  const [sheet, setSheet] = useState(false)
  const { drafts } = scene.item
  const choosing = scene.phase === 'choosing'
  const revealed = scene.phase === 'revealed'
  const undo = () => send({ type: 'undo' })
  const goOn = () => send({ type: 'return', at: Date.now() })
  const subject = revealed ? (order.best ?? focus ?? 0) : (focus ?? order.best ?? 0)
  const edit = () => {
    const text = scene.edit?.place === subject ? scene.edit.text : (drafts[subject]?.text ?? '')
    useDesk.setState({ editing: { place: subject, text }, focus: subject })
  }
  const look = (by: number) => {
    const from = focus ?? (by > 0 ? -1 : drafts.length)
    useDesk.setState({ focus: Math.min(Math.max(from + by, 0), drafts.length - 1) })
  }
  const expand = () => useDesk.setState({ expanded: !expanded, focus: focus ?? order.best ?? 0 })
  usePlaceKeys(choosing)
  useShortcut('mod+z', undo)
  useShortcut('arrowleft', () => look(-1), { repeat: true })
  useShortcut('arrowright', () => look(1), { repeat: true })
  useShortcut('arrowup', () => scroll(focus, -1), { repeat: true })
  useShortcut('arrowdown', () => scroll(focus, 1), { repeat: true })
  useShortcut('escape', expand, { enabled: expanded })
  // Also while the answer is on its way: the key is kept and acts as soon as it is there.
  useShortcut('enter', goOn, { enabled: scene.phase === 'storing' || scene.phase === 'unstored' })
  useHeld('d', revealed)
  const second = order.question === 'second'
  return (
    <>
      {choosing && second && <Hint keys="enter" label="Leave it open" act={goOn} />}
      {choosing && (
        <Hint
          keys="t"
          label={second ? 'Tie the two' : 'Tie'}
          act={() => send({ type: 'moved', move: 'tie', at: Date.now() })}
        />
      )}
      {choosing && !second && <Hint keys="s" label="Skip" act={() => send({ type: 'skip' })} />}
      <Hint
        keys="e"
        label={revealed && order.best !== null ? 'Edit the best' : 'Edit'}
        act={edit}
      />
      {revealed && order.best !== null && !expanded && (
        <span className="keys hide-narrow">
          <Kbd keys="d" />
          Hold to compare
        </span>
      )}
      <Hint keys="u" label="Undo" act={undo} minor={!revealed} />
      <Hint
        keys=" "
        label={expanded ? `Back to ${inWords(drafts.length, '', '').trim()}` : 'Expand'}
        act={expand}
        hidden={revealed && !expanded}
      />
      <Hint keys="?" label="All keys" act={() => setSheet(true)} hidden={revealed} />
      {revealed && <Hint keys="enter" label="Next topic" act={goOn} />}
      <KeySheet open={sheet} onClose={() => setSheet(false)} />
    </>
  )
}

type HintProps = {
  keys: Keys
  label: string
  act: () => void
  /** Leaves the row in narrow windows; the key stays. */
  minor?: boolean
  /** The key alone. */
  hidden?: boolean
}

const Hint = ({ keys, label, act, minor = false, hidden = false }: HintProps) => {
  useShortcut(keys, act)
  if (hidden) return null
  return (
    <button
      type="button"
      className={classes('keys', minor && 'hide-narrow')}
      aria-keyshortcuts={keysAria(keys, platform())}
      onClick={act}
    >
      <Kbd keys={keys} />
      {label}
    </button>
  )
}

/** The number of each draft, also of those that are not in sight. A number too many answers nothing. */
const usePlaceKeys = (enabled: boolean) => {
  const pick = (place: number) => () =>
    send({ type: 'moved', move: { pick: place }, at: Date.now() })
  useShortcut('1', pick(0), { enabled })
  useShortcut('2', pick(1), { enabled })
  useShortcut('3', pick(2), { enabled })
  useShortcut('4', pick(3), { enabled })
}

/** Two lines at a time, in the draft that has the focus. */
const scroll = (focus: number | null, direction: 1 | -1) => {
  const boxes = document.querySelectorAll('.rank .galley-text')
  const box = boxes[boxes.length === 1 ? 0 : (focus ?? 0)]
  box?.scrollBy({ top: direction * 56 })
}

const useHeld = (key: string, enabled: boolean) => {
  useShortcut(key, () => useDesk.setState({ comparing: true }), { enabled })
  useEffect(() => {
    const release = (event: Event) => {
      if (event instanceof KeyboardEvent && event.key.toLowerCase() !== key) return
      useDesk.setState({ comparing: false })
    }
    window.addEventListener('keyup', release)
    window.addEventListener('blur', release)
    return () => {
      window.removeEventListener('keyup', release)
      window.removeEventListener('blur', release)
    }
  }, [key])
}
