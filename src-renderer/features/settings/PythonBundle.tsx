import { FolderInput, PackagePlus } from 'lucide-react'
import type { PythonStatus } from '@contract/python'
import { call, useAct, useCall } from '../../bridge'
import { Button } from '../../ui/Button'
import { ErrorNote } from '../../ui/ErrorNote'
import { showFailure } from '../../ui/Failure'
import { JobCard } from '../../ui/JobCard'
import { isActive } from '../../ui/jobs'
import { Menu, MenuItem } from '../../ui/Menu'
import { SettingRow } from './SettingsPage'

type PythonBundleProps = { status: PythonStatus; building: boolean }

/** For a computer without a network: everything in one folder or file, made here and used there. */
export const PythonBundle = ({ status, building }: PythonBundleProps) => {
  const jobs = useCall('jobs.list', {})
  const make = useAct('python.bundle')
  const build = useAct('python.build')
  const latest = jobs.data?.find(({ kind }) => kind === 'bundle-python')
  const making = latest !== undefined && isActive(latest)
  const makeIn = async (suggestion: string) => {
    const title = 'Where the bundle goes'
    const { path } = await call('window.choosePath', {
      what: 'newFile',
      title,
      button: 'Make bundle',
      suggestion
    })
    if (path !== null) make.mutate({ path })
  }
  const buildFrom = async (what: 'folder' | 'file') => {
    const { path } = await call('window.choosePath', {
      what,
      title: 'Choose an offline bundle',
      button: 'Use bundle',
      ...(what === 'file' ? { extensions: ['tar'] } : {})
    })
    if (path !== null) build.mutate({ bundle: path })
  }
  return (
    <>
      <SettingRow
        title="Make an offline bundle"
        text="uv, the lock and every wheel of this computer’s environment, for another one of the same kind that has no network. It needs the same version of Python there."
      >
        <Menu
          trigger={
            <Button
              icon={<PackagePlus />}
              command="python.bundle"
              off={
                status.state !== 'ready' && 'It is a copy of what works here: set Python up first.'
              }
              working={make.isPending || making ? 'Making it' : null}
            >
              Make an offline bundle
            </Button>
          }
        >
          <MenuItem onSelect={() => void makeIn('understudy-python').catch(showFailure)}>
            As a folder
          </MenuItem>
          <MenuItem onSelect={() => void makeIn('understudy-python.tar').catch(showFailure)}>
            As one file, .tar
          </MenuItem>
        </Menu>
      </SettingRow>
      {make.error && <ErrorNote className="my-3" error={make.error} />}
      {latest && (
        <div className="my-3">
          <JobCard job={latest} />
        </div>
      )}
      <SettingRow
        title="Build from a bundle"
        text="Installs from such a folder or file and asks no network. Every file is checked against the bundle’s list and the app’s own lock."
      >
        <Menu
          trigger={
            <Button
              icon={<FolderInput />}
              command="python.fromBundle"
              off={building && 'It is being set up at this moment.'}
              working={build.isPending ? 'Starting' : null}
            >
              Build from a bundle
            </Button>
          }
        >
          <MenuItem onSelect={() => void buildFrom('folder').catch(showFailure)}>
            From a folder
          </MenuItem>
          <MenuItem onSelect={() => void buildFrom('file').catch(showFailure)}>
            From a .tar file
          </MenuItem>
        </Menu>
      </SettingRow>
      {build.error && <ErrorNote className="my-3" error={build.error} />}
    </>
  )
}
