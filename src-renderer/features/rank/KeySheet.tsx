import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { Kbd } from '../../ui/Kbd'
import type { Keys } from '../../ui/shortcuts/keys'

const rows: [label: string, keys: Keys[]][] = [
  ['Best, then worst', ['1', '2', '3', '4']],
  ['Tie', ['t']],
  ['Skip to the end of the sitting', ['s']],
  ['Edit the draft', ['e']],
  ['Undo, across topics', ['u', 'mod+z']],
  ['Expand, return', [' ']],
  ['Hold to compare with the best', ['d']],
  ['Other draft', ['arrowleft', 'arrowright']],
  ['Scroll the draft', ['arrowup', 'arrowdown']],
  ['Next topic, or leave the second open', ['enter']],
  ['Done for now', ['escape']]
]

/** Every key of this screen. */
export const KeySheet = ({ open, onClose }: { open: boolean; onClose: () => void }) => (
  <Dialog
    open={open}
    onClose={onClose}
    title="Keys for ranking"
    wide
    actions={
      <Button keys="escape" onClick={onClose}>
        Close
      </Button>
    }
  >
    <ul className="lines mt-3 grid grid-cols-2 gap-x-8">
      {rows.map(([label, keys]) => (
        <li key={label}>
          <span className="grow">{label}</span>
          <span className="row">
            {keys.map((key) => (
              <Kbd key={key} keys={key} />
            ))}
          </span>
        </li>
      ))}
    </ul>
  </Dialog>
)
