import fs from 'node:fs'
import { shell } from 'electron'
import type { ParsedInput } from '@contract/calls'
import type { App } from '../app'
import { AppError } from '../app-error'

/**
 * Shows a file in the system's own file browser. Which one is told by its id, so that the page
 * never names a path.
 *
 * @throws AppError `not_found` when it is gone
 */
export async function reveal(app: App, wanted: ParsedInput<'window.reveal'>): Promise<void> {
  const target = await pathOf(app, wanted)
  if (target === null || !fs.existsSync(target)) throw gone(target)
  if (wanted.what !== 'copyFolder') {
    shell.showItemInFolder(target)
    return
  }
  const problem = await shell.openPath(target)
  if (problem !== '') throw gone(target)
}

async function pathOf(
  { handlers }: App,
  { what, id }: ParsedInput<'window.reveal'>
): Promise<string | null> {
  const models = await handlers['models.list']({})
  if (what === 'model') return models.find((model) => model.id === id)?.path ?? null
  const { placedAt, modelId, repairs } = await handlers['deployments.get']({ id })
  const shown = repairs.find((repair) => repair.kind === 'showFile')
  if (what === 'copyFolder') return shown?.folder ?? null
  return placedAt ?? shown?.file ?? models.find((model) => model.id === modelId)?.path ?? null
}

const gone = (target: string | null): AppError =>
  new AppError({
    code: 'not_found',
    message:
      target === null
        ? 'There is no file to show. Nothing was changed.'
        : `There is nothing at ${target} any more, so it cannot be shown. Nothing was changed.`
  })
