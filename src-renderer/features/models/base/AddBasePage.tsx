import { File, FolderOpen } from 'lucide-react'
import { useState } from 'react'
import type { HubBase } from '@contract/hub'
import { call, useCall } from '../../../bridge'
import { Button } from '../../../ui/Button'
import { ErrorNote } from '../../../ui/ErrorNote'
import { showFailure } from '../../../ui/Failure'
import { Page, Split } from '../../../ui/Page'
import { Spinner } from '../../../ui/Spinner'
import { size } from '../../../ui/words'
import { AnyRepository } from './AnyRepository'
import './base.css'
import { CopyJob } from './CopyJob'
import { HubAccess } from './HubAccess'
import { HubBaseRow } from './HubBaseRow'
import { ImportDialog } from './ImportDialog'
import { OwnBases } from './OwnBases'

/** Where a base model comes from: the hub, after a click, or a folder or file that is here. */
export default function AddBasePage() {
  const [chosen, setChosen] = useState<string | null>(null)
  const found = useCall('bases.catalogue', {})
  const choose = (what: 'folder' | 'file') => {
    void choosePath(what).then((path) => {
      if (path !== null) setChosen(path)
    }, showFailure)
  }
  return (
    <Page
      title="Add base model"
      parent={{ title: 'Models', href: '/models' }}
      flush
      actions={
        <>
          <Button icon={<File />} command="base.chooseFile" onClick={() => choose('file')}>
            Choose a GGUF file
          </Button>
          <Button
            look="primary"
            icon={<FolderOpen />}
            command="base.chooseFolder"
            onClick={() => choose('folder')}
          >
            Choose a folder
          </Button>
        </>
      }
    >
      <Split
        sideLabel="Bases of this project, and the hub"
        side={
          <>
            <OwnBases />
            <HubAccess />
          </>
        }
      >
        <CopyJob />
        {found.error && <ErrorNote error={found.error} onRetry={() => void found.refetch()} />}
        {found.isPending && <Spinner />}
        {found.data && <Catalogue bases={found.data.bases} freeBytes={found.data.freeBytes} />}
      </Split>
      {chosen !== null && <ImportDialog path={chosen} onClose={() => setChosen(null)} />}
    </Page>
  )
}

const Catalogue = ({ bases, freeBytes }: { bases: HubBase[]; freeBytes: number }) => {
  const fitting = bases.filter(({ fit }) => fit !== null && fit.verdict !== 'none')
  const safe = bases.find(({ fit }) => fit)?.fit?.safeBytes ?? 0
  const known = bases.filter(({ fit }) => fit !== null)
  return (
    <>
      <h2 className="title">
        {fitting.length === known.length
          ? 'This machine can train every model of the catalogue.'
          : `This machine can train ${fitting.length} of the catalogue’s ${known.length} models.`}
      </h2>
      <p className="muted mt-1">
        {size(safe)} of memory are safe to use for training; the disk has {size(freeBytes)} free.
        Nothing is fetched without a click.
      </p>
      <AnyRepository />
      <ul className="bases mt-6" aria-label="Models that can be fetched">
        {bases.map((base) => (
          <HubBaseRow key={base.repository} base={base} freeBytes={freeBytes} />
        ))}
      </ul>
    </>
  )
}

async function choosePath(what: 'folder' | 'file'): Promise<string | null> {
  const { path } = await call(
    'window.choosePath',
    what === 'folder'
      ? { what, title: 'Choose a model folder', button: 'Check the folder' }
      : { what, title: 'Choose a GGUF file', button: 'Check the file', extensions: ['gguf'] }
  )
  return path
}
