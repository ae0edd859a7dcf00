import fs from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { AppError, diskFull } from '../app-error'
import type { JobDefinition, StepContext } from '../jobs/definition'
import { listFiles, packTar } from './bundle-files'
import { fetchLocked, fetchTorch, type BundleContext } from './bundle-wheels'
import { formatBytes } from './downloads'
import { folderSize } from './folder-size'
import { isTar } from './open-bundle'

const BundleInput = z.object({ path: z.string() })
type BundleInput = z.infer<typeof BundleInput>

type Context = StepContext<BundleInput>

/**
 * Makes an offline bundle: everything that the environment of this computer was built from. It grows
 * beside its place under another name, so that what lies in the place is always whole.
 */
export function bundleJob(context: BundleContext): JobDefinition<BundleInput> {
  return {
    kind: 'bundle-python',
    lane: 'python',
    input: BundleInput,
    steps: () => [
      {
        name: 'space',
        title: 'Check the disk',
        weight: 1,
        run: ({ input }) => checkPlace(context, input.path)
      },
      {
        name: 'packages',
        title: 'Training packages',
        weight: 40,
        run: (job) => fetchLocked(context, { dir: stagedDir(job.input.path), job })
      },
      {
        name: 'torch',
        title: 'PyTorch',
        weight: 45,
        run: (job) => fetchTorch(context, { dir: stagedDir(job.input.path), job })
      },
      {
        name: 'list',
        title: 'List of all files',
        weight: 10,
        run: (job) => listFiles(context, stagedDir(job.input.path), job)
      },
      { name: 'place', title: 'Put into place', weight: 4, run: place }
    ],
    finished: async ({ path: target }) => {
      const bytes = isTar(target) ? fs.statSync(target).size : (await folderSize(target)).bytes
      return `The bundle is whole, ${formatBytes(bytes)}: ${target}`
    }
  }
}

/** @throws AppError `conflict` where something lies already: a bundle never overwrites anything */
export function assertFree(target: string): void {
  if (!path.isAbsolute(target)) throw new Error('The place of a bundle is a whole path.')
  if (!fs.existsSync(target)) return
  throw new AppError({
    code: 'conflict',
    message: `Something lies in ${target} already, so no bundle was made there. It is unharmed.`,
    remedy: { text: 'Choose another name.' }
  })
}

const stagedDir = (target: string): string => `${target}.part`

/** Wheels are packed: what they install to is more than they are. A .tar is there twice for a while. */
async function checkPlace({ environment }: BundleContext, target: string): Promise<void> {
  assertFree(target)
  fs.mkdirSync(path.join(stagedDir(target), 'wheels'), { recursive: true })
  const { bytes } = await folderSize(path.join(environment.dir, 'lib'))
  const needed = bytes * (isTar(target) ? 1.5 : 0.75)
  const { bavail, bsize } = fs.statfsSync(stagedDir(target))
  const free = bavail * bsize
  if (free >= needed) return
  throw diskFull(
    `${free} bytes free, ${needed} needed`,
    `An offline bundle takes about ${formatBytes(needed)}, and ${formatBytes(free)} are free there. It`
  )
}

async function place({ input: { path: target }, signal }: Context): Promise<void> {
  assertFree(target)
  const staged = stagedDir(target)
  if (!isTar(target)) {
    fs.renameSync(staged, target)
    return
  }
  const packed = `${staged}.tar`
  await packTar({ dir: staged, file: packed, signal })
  fs.renameSync(packed, target)
  fs.rmSync(staged, { recursive: true })
}
