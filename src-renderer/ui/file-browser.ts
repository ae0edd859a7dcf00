import { platform } from '../bridge'

/** What the system calls the act of showing a file where it lies. */
export const showInFolder = (): string => {
  if (platform() === 'darwin') return 'Show in Finder'
  return platform() === 'win32' ? 'Show in Explorer' : 'Show in Folder'
}
