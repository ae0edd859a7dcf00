import fs from 'node:fs'
import path from 'node:path'
import { AppError } from '../app-error'

/** llama.cpp's own converter, as it ships with the app. */
export const converterDir = (resourcesDir: string): string =>
  path.join(resourcesDir, 'fetched', 'llama.cpp')

/** @throws AppError `export_failed` when this build has none */
export function assertConverter(resourcesDir: string): void {
  const dir = converterDir(resourcesDir)
  if (fs.existsSync(dir)) return
  throw new AppError({
    code: 'export_failed',
    message: 'The GGUF converter is missing from the app, so nothing was made or changed.',
    remedy: { text: 'Install Understudy again to get its converter.' },
    detail: dir
  })
}
