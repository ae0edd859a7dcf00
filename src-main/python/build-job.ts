import fs from 'node:fs'
import path from 'node:path'
import { PythonCheckName } from '@contract/python'
import { z } from 'zod'
import { AppError } from '../app-error'
import type { JobDefinition, Step } from '../jobs/definition'
import { takeLock } from '../processes/lock'
import { checks, type Check } from './checks'
import { readProbe } from './environment'
import { bundleDir, isTar, openBundle, readManifest } from './open-bundle'
import type { CheckContext } from './repairs'

export const BuildInput = z.object({
  /** Done anew whatever the check says; the ones after it as far as they need it. */
  repair: PythonCheckName.nullable().default(null),
  /** Folder or .tar to install from, instead of the network. */
  bundle: z.string().nullable().default(null)
})
export type BuildInput = z.infer<typeof BuildInput>

/** One step a check; before them, where there is a bundle, the proof that it is whole. */
export function buildJob(context: CheckContext): JobDefinition<BuildInput> {
  return {
    kind: 'build-python',
    lane: 'python',
    input: BuildInput,
    steps: ({ repair, bundle }) => {
      const from = checks.findIndex(({ name }) => name === repair)
      const own = checks
        .slice(Math.max(0, from))
        .map((check) => stepOf(check, { context, bundle, anew: check.name === repair }))
      return bundle === null ? own : [bundleStep(context, bundle), ...own]
    },
    finished: ({ bundle }) => {
      discard(context, bundle)
      const probe = readProbe(context.environment)
      return probe
        ? `Python ${probe.python} with PyTorch ${probe.torch} is ready on ${probe.deviceName}.`
        : 'Python is ready.'
    }
  }
}

/** Never done: what lay in a bundle an hour ago proves nothing, and a .tar has to be unpacked. */
function bundleStep(context: CheckContext, bundle: string): Step<BuildInput> {
  return {
    name: 'bundle',
    title: 'Offline bundle',
    weight: 10,
    run: async (job) => {
      const { files, python, torch } = await openBundle(bundle, context.environment, job)
      job.log(`${files.length} files are as listed, for Python ${python} with PyTorch ${torch}`)
    }
  }
}

function stepOf(
  check: Check,
  { context, bundle, anew }: { context: CheckContext; bundle: string | null; anew: boolean }
): Step<BuildInput> {
  const { environment } = context
  return {
    name: check.name,
    title: check.title,
    weight: check.weight,
    done: () => !anew && check.isOk(context),
    run: async (job) => {
      fs.mkdirSync(path.dirname(environment.lock), { recursive: true })
      const taken = takeLock(environment.lock)
      if ('heldBy' in taken) throw heldByAnother(taken.heldBy.pid)
      try {
        if (check.name !== 'probe') await context.assertUnused()
        await check.repair({ ...context, bundle: sourceOf(bundle, context) }, job, {
          anew: anew ? 'fetch' : 'no'
        })
      } catch (error) {
        discard(context, bundle)
        throw error
      } finally {
        taken.release()
      }
    }
  }
}

function sourceOf(bundle: string | null, { environment }: CheckContext): CheckContext['bundle'] {
  if (bundle === null) return null
  const dir = bundleDir(bundle, environment)
  return { dir, python: readManifest(bundle, dir).python }
}

/** What a .tar was unpacked to; a retry unpacks it again. */
function discard({ environment }: CheckContext, bundle: string | null): void {
  if (bundle === null || !isTar(bundle)) return
  fs.rmSync(bundleDir(bundle, environment), { recursive: true, force: true })
}

function heldByAnother(pid: number): AppError {
  return new AppError({
    code: 'conflict',
    message: `Another Understudy (process ${pid}) is setting Python up at this moment. Nothing was changed.`,
    remedy: { text: 'Wait until it has finished, then try again.', action: 'retry' }
  })
}
