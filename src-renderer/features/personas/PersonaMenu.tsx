import { Ellipsis, Pencil, Scale, Sparkle, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useLocation } from 'wouter'
import type { Persona } from '@contract/personas'
import { call, useAct } from '../../bridge'
import { Button, IconButton } from '../../ui/Button'
import { useCommand } from '../../ui/commands/useCommand'
import { Dialog } from '../../ui/Dialog'
import { ErrorNote } from '../../ui/ErrorNote'
import { Menu, MenuItem, MenuLine } from '../../ui/Menu'
import { offerUndo } from '../../ui/Toast'
import { showFailure } from '../../ui/Failure'
import { count, figure } from '../../ui/words'
import { MOST_PICKS, PickDialog } from './list/PickDialog'

type PersonaMenuProps = { persona: Persona; onSuggest: () => void }

/** What can be done with a persona besides ranking and writing. */
export const PersonaMenu = ({ persona, onSuggest }: PersonaMenuProps) => {
  const [, navigate] = useLocation()
  const [deleting, setDeleting] = useState(false)
  const [picking, setPicking] = useState<readonly string[] | null>(null)
  const waiting = Math.min(persona.counts.toRank, MOST_PICKS)
  const pick = async () => {
    const { ids } = await call('topics.ids', { personaId: persona.id, status: 'toRank' })
    setPicking(ids.slice(0, MOST_PICKS))
  }
  useCommand('persona.pick', () => void pick().catch(showFailure), {
    title: `Let the reward model pick for ${figure(waiting)}`,
    icon: <Scale />,
    enabled: waiting > 0
  })
  useCommand('persona.suggest', onSuggest, { icon: <Sparkle /> })
  useCommand('persona.edit', () => navigate(`/personas/${persona.id}/edit`), {
    title: 'Edit the voice',
    icon: <Pencil />
  })
  useCommand('persona.delete', () => setDeleting(true), { icon: <Trash2 /> })
  return (
    <>
      <Menu
        trigger={
          <IconButton label="More">
            <Ellipsis />
          </IconButton>
        }
      >
        <MenuItem command="persona.suggest" icon={<Sparkle />} />
        <MenuItem command="persona.pick" icon={<Scale />} />
        <MenuItem command="persona.edit" icon={<Pencil />} />
        <MenuLine />
        <MenuItem command="persona.delete" icon={<Trash2 />} danger />
      </Menu>
      {picking && (
        <PickDialog personaId={persona.id} topicIds={picking} onClose={() => setPicking(null)} />
      )}
      <DeletePersona persona={persona} open={deleting} onClose={() => setDeleting(false)} />
    </>
  )
}

type DeleteProps = { persona: Persona; open: boolean; onClose: () => void }

const DeletePersona = ({ persona, open, onClose }: DeleteProps) => {
  const { id, name, counts } = persona
  const [, navigate] = useLocation()
  const remove = useAct('personas.delete')
  const deed = () =>
    remove.mutate(
      { id },
      {
        onSuccess: () => {
          navigate('/personas', { replace: true })
          offerUndo(`${name} deleted`, async () => {
            await call('personas.restore', { id })
            navigate(`/personas/${id}`)
          })
        }
      }
    )
  return (
    <Dialog
      open={open}
      onClose={onClose}
      decision
      title={`Delete ${name}?`}
      text={consequences(counts)}
      actions={
        <>
          <Button keys="escape" onClick={onClose}>
            Keep it
          </Button>
          <Button look="destroy" working={remove.isPending ? 'Deleting' : null} onClick={deed}>
            Delete persona
          </Button>
        </>
      }
    >
      {remove.error && <ErrorNote className="mt-4" error={remove.error} />}
    </Dialog>
  )
}

const consequences = ({ topics, ranked, pairs }: Persona['counts']) =>
  topics === 0
    ? 'It has no topics yet. You can undo this afterwards.'
    : `${count(topics, 'topic')} with their drafts, ${count(ranked, 'ranking')} and ${count(pairs, 'pair')} go with it. Models trained on them stay. You can undo this afterwards.`
