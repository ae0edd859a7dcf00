import fs from 'node:fs'
import path from 'node:path'
import { slug } from '../../training/run-name'

/** The first of two folders that LM Studio expects above a file: who made the model. */
export const PUBLISHER = 'understudy'

/** Names that Windows keeps for devices, whatever comes behind a dot. */
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d|conin|conout)$/

/** A model's name as a folder's: letters, digits and hyphens, whatever was typed. */
export function folderNameFor(name: string): string {
  const plain = slug(name)
    // A letter cut in two by the limit of length, or one that was never whole.
    .toWellFormed()
    .replace(/\uFFFD/g, '')
    .normalize('NFC')
    .replace(/^-+|-+$/g, '')
  if (plain === '') return 'model'
  return RESERVED.test(plain) ? `${plain}-model` : plain
}

/** The first name that nothing has yet, with a number behind it where the plain one is taken. */
export function freeFolderName(publisherFolder: string, name: string): string {
  const plain = folderNameFor(name)
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? plain : `${plain}-${String(number)}`
    if (!isThere(path.join(publisherFolder, candidate))) return candidate
  }
}

/** Also of a link that leads nowhere. */
function isThere(file: string): boolean {
  return fs.lstatSync(file, { throwIfNoEntry: false }) !== undefined
}
