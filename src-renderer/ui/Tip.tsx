import { Tooltip } from '@base-ui/react/tooltip'
import type { ReactElement } from 'react'
import { Kbd } from './Kbd'
import type { Keys } from './shortcuts/keys'

type TipProps = {
  text: string
  keys?: Keys | undefined
  side?: 'top' | 'bottom' | 'left' | 'right'
  /** The one element that it explains; must take a ref. */
  children: ReactElement<Record<string, unknown>>
}

/** A word of explanation on hover and focus. Never the only place where something is said. */
export const Tip = ({ text, keys, side = 'bottom', children }: TipProps) => (
  <Tooltip.Root>
    <Tooltip.Trigger render={children} />
    <Tooltip.Portal>
      <Tooltip.Positioner side={side} sideOffset={6} collisionPadding={8} className="layer-pop">
        <Tooltip.Popup className="tip">
          {text}
          {keys && <Kbd keys={keys} />}
        </Tooltip.Popup>
      </Tooltip.Positioner>
    </Tooltip.Portal>
  </Tooltip.Root>
)
