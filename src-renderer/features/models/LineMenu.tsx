import {
  Columns2,
  Ellipsis,
  FileCheck,
  FileOutput,
  FolderOpen,
  PencilLine,
  Play,
  SquarePen,
  Trash2,
  Unplug
} from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { useLocation } from 'wouter'
import type { CommandId } from '@contract/commands'
import type { Model } from '@contract/models'
import { call, useAct } from '../../bridge'
import { IconButton } from '../../ui/Button'
import { useCommand } from '../../ui/commands/useCommand'
import { showFailure } from '../../ui/Failure'
import { showInFolder } from '../../ui/file-browser'
import { Menu, MenuItem, MenuLine } from '../../ui/Menu'
import { useTryNow } from '../../ui/trying'
import { canWrite, type Branch } from './families'
import { DeleteModel } from './DeleteModel'
import { openChecks } from './checks-store'
import { kindName } from './kinds'
import type { LineState } from './line-state'
import { startRenaming } from './renaming'

type LineMenuProps = { branch: Branch; state: LineState; front: Model; writes: boolean }

type Act = {
  command: CommandId
  label: string
  icon: ReactNode
  enabled: boolean
  run: () => void
}

/** What can be done with a line besides bringing it further. */
export const LineMenu = ({ branch, state, front, writes }: LineMenuProps) => {
  const [, navigate] = useLocation()
  const [deleting, setDeleting] = useState<Model | null>(null)
  const update = useAct('engines.update')
  const exporting = useAct('models.export')
  const remove = useAct('deployments.remove')
  const tryNow = useTryNow()
  const { adapter, merged, ggufs } = branch
  const writer = [front, ...ggufs, ...(adapter ? [adapter] : [])].find(canWrite)
  const failed = { onError: showFailure }
  const own = [adapter, merged, ...ggufs].filter((model) => model !== null)
  const acts: Act[] = [
    {
      command: 'deploy.chat',
      label: 'Chat, side by side',
      icon: <Columns2 />,
      enabled: writer !== undefined,
      run: () => navigate(`/models/chat/${writer?.id ?? ''}`)
    },
    {
      command: 'model.try',
      label: 'Try now',
      icon: <Play />,
      enabled: adapter?.kind === 'adapter' && !adapter.missing && writer === undefined,
      run: () => adapter && tryNow(adapter)
    },
    {
      command: 'model.use',
      label: 'Use for the next drafts',
      icon: <SquarePen />,
      enabled: writer !== undefined && !writes,
      run: () =>
        writer && update.mutate({ writer: { engine: 'embedded', modelId: writer.id } }, failed)
    },
    {
      command: 'model.export',
      label: 'Export as a GGUF file',
      icon: <FileOutput />,
      enabled: adapter?.kind === 'adapter' && !adapter.missing && ggufs.length === 0,
      run: () => adapter && exporting.mutate({ adapterId: adapter.id }, failed)
    },
    {
      command: 'model.checks',
      label: 'Checks and proof',
      icon: <FileCheck />,
      enabled: ggufs.length > 0,
      run: () => openChecks(front.id)
    },
    {
      command: 'model.show',
      label: showInFolder(),
      icon: <FolderOpen />,
      enabled: !front.missing,
      run: () => void call('window.reveal', { what: 'model', id: front.id }).catch(showFailure)
    },
    {
      command: 'model.remove',
      label: 'Take the file out of LM Studio',
      icon: <Unplug />,
      enabled: state.at === 'placed' && state.deployment.target === 'lmstudio',
      run: () => 'deployment' in state && remove.mutate({ id: state.deployment.id }, failed)
    },
    {
      command: 'model.rename',
      label: 'Rename',
      icon: <PencilLine />,
      enabled: true,
      run: () => startRenaming(adapter?.id ?? front.id)
    }
  ]
  return (
    <>
      <Menu
        trigger={
          <IconButton label={`More for ${front.name}`}>
            <Ellipsis />
          </IconButton>
        }
      >
        {acts
          .filter(({ enabled }) => enabled)
          .map(({ command, label, icon, run }) => (
            <MenuItem key={command} icon={icon} onSelect={run}>
              {label}
            </MenuItem>
          ))}
        {own.length > 0 && <MenuLine />}
        {own.map((model) => (
          <MenuItem key={model.id} icon={<Trash2 />} danger onSelect={() => setDeleting(model)}>
            Delete {kindName(model)}
          </MenuItem>
        ))}
      </Menu>
      {acts.map((act) => (
        <Named key={act.command} act={act} name={front.name} />
      ))}
      {own.map((model) => (
        <Named
          key={model.id}
          name={model.name}
          act={{
            command: 'model.delete',
            label: `Delete ${kindName(model)}`,
            icon: <Trash2 />,
            enabled: true,
            run: () => setDeleting(model)
          }}
        />
      ))}
      {deleting && <DeleteModel model={deleting} onClose={() => setDeleting(null)} />}
    </>
  )
}

/** The act in the palette and the application menu, under the line's name. */
const Named = ({ act, name }: { act: Act; name: string }) => {
  const { command, label, icon, enabled, run } = act
  useCommand(command, run, { title: `${label}: ${name}`, icon, enabled })
  return null
}
