import { useState } from 'react'
import type { FolderCheck } from '@contract/hub'
import { useAct, useCall } from '../../../bridge'
import { Button } from '../../../ui/Button'
import { Dialog } from '../../../ui/Dialog'
import { ErrorNote } from '../../../ui/ErrorNote'
import { TextField } from '../../../ui/Field'
import { sayFit } from '../../../ui/fit'
import { Note } from '../../../ui/Note'
import { Radio, RadioGroup } from '../../../ui/Radio'
import { Status } from '../../../ui/Status'
import { size } from '../../../ui/words'

type ImportDialogProps = { path: string; onClose: () => void }

/** What the check of a folder or file found; without problems, how it is to be added. */
export const ImportDialog = ({ path, onClose }: ImportDialogProps) => {
  const check = useCall('bases.check', { path })
  const take = useAct('bases.import')
  const [typed, setTyped] = useState<string | null>(null)
  const [how, setHow] = useState<'inPlace' | 'copy'>('inPlace')
  const found = check.data
  const name = typed ?? found?.suggestedName ?? ''
  const isGood = found?.problems.length === 0
  const add = () => take.mutate({ path, name: name.trim(), how }, { onSuccess: onClose })
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={isGood ? 'Add this base model?' : 'Check of a base model'}
      text={<span className="mono small selectable break-all">{path}</span>}
      actions={
        <>
          <Button keys="escape" onClick={onClose}>
            {isGood ? 'Cancel' : 'Close'}
          </Button>
          {isGood && (
            <Button
              look="primary"
              command="app.commit"
              off={name.trim() === '' && 'It needs a name.'}
              working={take.isPending ? 'Adding' : null}
              onClick={add}
            >
              {how === 'copy' ? 'Copy and add' : 'Add the base model'}
            </Button>
          )}
        </>
      }
    >
      <div className="stack s4 mt-4">
        {check.isPending && <Status kind="working">Looking at its files</Status>}
        {check.error && <ErrorNote error={check.error} onRetry={() => void check.refetch()} />}
        {found && <Found check={found} />}
        {found && isGood && (
          <>
            <TextField label="Name" value={name} onChange={setTyped} maxLength={80} />
            <RadioGroup label="Its files" value={how} onChange={setHow} className="stack s2">
              {[
                {
                  value: 'inPlace',
                  label: 'Use it where it is',
                  text: 'Takes no space. It cannot be trained while its disk is away.'
                },
                {
                  value: 'copy',
                  label: 'Copy into Understudy',
                  text: `Takes ${size(found.sizeBytes)}, and stays when the original goes.`
                }
              ].map(({ value, label, text }) => (
                <label key={value} className="row items-start gap-2.5">
                  <span className="mt-1 flex">
                    <Radio value={value} label={label} />
                  </span>
                  <span>
                    <span className="med">{label}</span>
                    <br />
                    <span className="small muted">{text}</span>
                  </span>
                </label>
              ))}
            </RadioGroup>
          </>
        )}
        {take.error && <ErrorNote error={take.error} />}
      </div>
    </Dialog>
  )
}

const Found = ({ check }: { check: FolderCheck }) => {
  const { problems, warnings, fit, architecture, sizeBytes } = check
  if (problems.length > 0) {
    return (
      <Note kind="stop" title="It cannot be added as it is. Nothing was changed.">
        <ul className="list-disc pl-4">
          {problems.map((problem) => (
            <li key={problem}>{problem}</li>
          ))}
        </ul>
      </Note>
    )
  }
  return (
    <>
      <p className="muted">
        {[architecture, size(sizeBytes), fit && sayFit(fit)].filter(Boolean).join(', ')}. Every
        check passes.
      </p>
      {warnings.map((warning) => (
        <Note key={warning} kind="warn" title={warning} />
      ))}
    </>
  )
}
