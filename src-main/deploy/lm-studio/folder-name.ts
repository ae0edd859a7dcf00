import fs from 'node:fs'
import path from 'node:path'
import { folderName } from '../export-folder'

/** The first of two folders that LM Studio expects above a file: who made the model. */
export const PUBLISHER = 'understudy'

/** The first name that nothing has yet, with a number behind it where the plain one is taken. */
export function freeFolderName(publisherFolder: string, name: string): string {
  const plain = folderName(name)
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? plain : `${plain}-${String(number)}`
    if (!isThere(path.join(publisherFolder, candidate))) return candidate
  }
}

/** Also of a link that leads nowhere. */
function isThere(file: string): boolean {
  return fs.lstatSync(file, { throwIfNoEntry: false }) !== undefined
}
