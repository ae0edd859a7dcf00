import fs from 'node:fs'
import path from 'node:path'
import { trainerIsAlive } from '../training/trainer-process'

/** What the trainer is still writing stands beside its place under this name (`trainer/files.py`). */
const STAGED = /^\..+\.staged$/

/** Removes what a trainer left unfinished in a folder; only where none is at work. */
export function removeStaged(folder: string): void {
  if (!fs.existsSync(folder)) return
  for (const name of fs.readdirSync(folder).filter((name) => STAGED.test(name))) {
    fs.rmSync(path.join(folder, name), { recursive: true, force: true })
  }
}

/**
 * After a start: removes what was left where the machine, and not only the app, had gone away in the
 * middle of an export. As large as a model, it would stay until somebody tries that export again.
 */
export function sweepStaged(projectDir: string): void {
  const exportsDir = path.join(projectDir, 'exports')
  if (foldersIn(exportsDir).some(trainerIsAlive)) return
  for (const folder of foldersIn(path.join(projectDir, 'models'))) removeStaged(folder)
}

function foldersIn(dir: string): string[] {
  if (!fs.existsSync(dir)) return []
  return fs
    .readdirSync(dir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => path.join(dir, entry.name))
}
