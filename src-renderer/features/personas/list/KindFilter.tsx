import { Check, ListFilter } from 'lucide-react'
import { useCall } from '../../../bridge'
import { IconButton } from '../../../ui/Button'
import { Menu, MenuItem, MenuLine } from '../../../ui/Menu'
import { changeList, useListState } from './list-state'

type KindFilterProps = { listKey: string; personaId: string | null }

/** In the head of the column: shows only one kind. */
export const KindFilter = ({ listKey, personaId }: KindFilterProps) => {
  const { kind } = useListState(listKey)
  const kinds = useCall('topics.kinds', { personaId })
  const all = kinds.data?.kinds ?? []
  if (all.length === 0 && kind === null) return null
  const choose = (next: string | null) => changeList(listKey, { kind: next })
  return (
    <Menu
      trigger={
        <IconButton label="Filter by kind" className="filter">
          <ListFilter />
        </IconButton>
      }
    >
      <MenuItem icon={<Mark on={kind === null} />} onSelect={() => choose(null)}>
        All kinds
      </MenuItem>
      <MenuLine />
      {all.map((one) => (
        <MenuItem key={one} icon={<Mark on={kind === one} />} onSelect={() => choose(one)}>
          {one}
        </MenuItem>
      ))}
    </Menu>
  )
}

const Mark = ({ on }: { on: boolean }) => <span className="tick">{on && <Check />}</span>
