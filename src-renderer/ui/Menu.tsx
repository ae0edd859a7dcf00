import { Menu as Base } from '@base-ui/react/menu'
import type { ReactElement, ReactNode } from 'react'
import { platform } from '../bridge'
import { keysLabel, type Keys } from './shortcuts/keys'
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
  /** Printed at the right; bind it with `useShortcut` where the act lives. */
  keys?: Keys
  danger?: boolean
  onSelect: () => void
  children: ReactNode
}

export const MenuItem = ({ icon, keys, danger = false, onSelect, children }: MenuItemProps) => (
  <Base.Item className={classes('item', danger && 'danger')} onClick={onSelect}>
    {icon}
    {children}
    {keys && <span className="n">{keysLabel(keys, platform())}</span>}
  </Base.Item>
)

export const MenuLine = () => <Base.Separator className="line" />
