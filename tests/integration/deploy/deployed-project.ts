import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { expect, onTestFinished } from 'vitest'
import type { Deployment, Repair } from '@contract/deployments'
import type { Models } from '../../../src-main/models/models'
import { starterModel } from '../../fixtures/generation/embedded'
import { composeDeployed, type Deployed } from './delivering'
import { root } from './trained-project'

/**
 * The starter model with its last tensor, the output norm, bent: a file of the same size that reads
 * and writes well, and says other things. It stands for a tuned one.
 */
export function bentModel(target: string): string {
  fs.mkdirSync(path.dirname(target), { recursive: true })
  fs.copyFileSync(starterModel(), target)
  const bytes = 576 * 4
  const handle = fs.openSync(target, 'r+')
  const start = fs.fstatSync(handle).size - bytes
  const norm = Buffer.alloc(bytes)
  fs.readSync(handle, norm, 0, bytes, start)
  for (let at = 0; at < bytes; at += 4) {
    norm.writeFloatLE(norm.readFloatLE(at) * (at % 8 === 0 ? 1.25 : 0.8), at)
  }
  fs.writeSync(handle, norm, 0, bytes, start)
  fs.closeSync(handle)
  return target
}

/** The same, until the test is over. */
export async function openDeployed(
  options: Omit<Parameters<typeof composeDeployed>[0], 'root'>
): Promise<Deployed> {
  const deployed = await composeDeployed({ ...options, root })
  onTestFinished(() => deployed.jobs.close())
  return deployed
}

/** A base and a file that was tuned from it, in the registry. */
export async function registerTuned(
  models: Models,
  { path: file, name = 'calm v1' }: { path: string; name?: string }
): Promise<{ baseId: string; tunedId: string }> {
  const baseId = await models.defaultBaseModelId()
  const tuned = await models.register({
    kind: 'gguf',
    name,
    parentId: baseId,
    runId: null,
    path: file,
    quantization: 'Q4_1',
    licence: 'Apache-2.0',
    canaryAgrees: true
  })
  return { baseId, tunedId: tuned.id }
}

/** Every file and folder below, with a hash of what it holds; links by where they lead. */
export function contentsOf(dir: string): Record<string, string> {
  const entries = fs.readdirSync(dir, { recursive: true, withFileTypes: true })
  return Object.fromEntries(
    entries
      .map((entry): [string, string] => {
        const file = path.join(entry.parentPath, entry.name)
        return [path.relative(dir, file), contentOf(file, entry)]
      })
      .sort(([a], [b]) => a.localeCompare(b))
  )
}

function contentOf(file: string, entry: fs.Dirent): string {
  if (entry.isSymbolicLink()) return `→ ${fs.readlinkSync(file)}`
  if (entry.isDirectory()) return 'folder'
  return createHash('sha256').update(fs.readFileSync(file)).digest('hex')
}

/** The repair of this kind, which must be offered. */
export function offered(deployment: Deployment, kind: Repair['kind']): Repair {
  const repair = deployment.repairs.find((one) => one.kind === kind)
  expect(deployment.repairs.map((one) => one.kind)).toContain(kind)
  if (!repair) throw new Error(`${kind} is not offered.`)
  return repair
}

export const stepsOf = ({ steps }: Deployment): string =>
  steps.map(({ name, state }) => `${name} ${state}`).join(', ')
