import { Download } from 'lucide-react'
import { useState } from 'react'
import { readRepository } from '@contract/hub'
import { useAct } from '../../../bridge'
import { Button } from '../../../ui/Button'
import { ErrorNote } from '../../../ui/ErrorNote'
import { TextField } from '../../../ui/Field'

/** Any other repository, by its name or by the address of its page. */
export const AnyRepository = () => {
  const [typed, setTyped] = useState('')
  const download = useAct('bases.download')
  const named = readRepository(typed)
  const begin = () => {
    if (named) download.mutate(named, { onSuccess: () => setTyped('') })
  }
  return (
    <form
      className="mt-5"
      onSubmit={(event) => {
        event.preventDefault()
        begin()
      }}
    >
      <div className="row items-end gap-2">
        <TextField
          className="grow"
          label="Another model"
          value={typed}
          onChange={setTyped}
          placeholder="organisation/name"
          spellCheck={false}
          validate={(value) =>
            value.trim() === '' || readRepository(value)
              ? null
              : 'Write it as organisation/name, as in Qwen/Qwen3-0.6B, or paste its page’s address.'
          }
        />
        <span className="flex-none self-start mt-6">
          <Button
            type="submit"
            icon={<Download />}
            off={!named && 'Name a repository first.'}
            working={download.isPending ? 'Starting' : null}
          >
            Download it
          </Button>
        </span>
      </div>
      {download.error && <ErrorNote className="mt-2" error={download.error} onRetry={begin} />}
    </form>
  )
}
