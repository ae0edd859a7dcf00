import { Menu as Base } from '@base-ui/react/menu'
import type { ReactElement, ReactNode } from 'react'
import { commandOf, type CommandId } from '@contract/commands'
import { platform } from '../bridge'
import { useFoundCommand } from './commands/useCommand'
import { keysLabel, type Keys } from './shortcuts/keys'
import { useKeysOf } from './shortcuts/settings'
import { classes } from './words'

type MenuProps = {
  /** The button that opens it; must take a ref. */
  trigger: ReactElement<Record<string, unknown>>
  children: ReactNode
}

export const Menu = ({ trigger, children }: MenuProps) => (
  <Base.Root>
    <Base.Trigger render={trigger} />
    <Base.Portal>
      <Base.Positioner className="layer-pop" sideOffset={4} align="end" collisionPadding={8}>
        <Base.Popup className="menu">{children}</Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  </Base.Root>
)

type MenuItemProps = {
  icon?: ReactNode
  danger?: boolean
} & (
  | {
      /** Runs what `useCommand` does, under its title unless there are words of its own. */
      command: CommandId
      children?: ReactNode
    }
  | { command?: never; onSelect: () => void; children: ReactNode; keys?: Keys }
)

/** One act of a menu. A command is greyed while nothing does it. */
export const MenuItem = (props: MenuItemProps) => {
  const { icon, danger = false, command, children } = props
  const found = useFoundCommand(command)
  const [commandKeys] = useKeysOf(command)
  const keys = props.command === undefined ? props.keys : commandKeys
  return (
    <Base.Item
      className={classes('item', danger && 'danger')}
      disabled={command !== undefined && found === null}
      onClick={() => {
        if (props.command === undefined) props.onSelect()
        else found?.run()
      }}
    >
      {icon}
      {children ?? found?.title ?? (command && commandOf(command).title)}
      {keys && <span className="n">{keysLabel(keys, platform())}</span>}
    </Base.Item>
  )
}

export const MenuLine = () => <Base.Separator className="line" />
