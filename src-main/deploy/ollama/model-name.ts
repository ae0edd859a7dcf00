import { folderName } from '../export-folder'

const NAMESPACE = 'understudy'

/** A name as Ollama takes it, in a namespace of our own, with a number where it is taken. */
export function freeModelName(name: string, taken: readonly string[]): string {
  const plain =
    folderName(name)
      .replace(/[^a-z0-9-]+/g, '-')
      .replace(/^-+|-+$/g, '') || 'model'
  for (let number = 1; ; number += 1) {
    const key = `${NAMESPACE}/${plain}${number === 1 ? '' : `-${String(number)}`}:latest`
    if (!taken.includes(key)) return key
  }
}
