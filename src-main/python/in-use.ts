import { execFile } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import type { Job } from '@contract/jobs'
import { AppError } from '../app-error'

/** Kinds of jobs that start nothing in the environment, or are those that change it. */
const WITHOUT_PYTHON = new Set<Job['kind']>([
  'write-drafts',
  'build-python',
  'bundle-python',
  'download-base'
])

type Doing = {
  /** What is refused, as in “was not repaired”. */
  doing: string
}

/**
 * Makes sure that no job of the project uses the environment, or is about to.
 *
 * @throws AppError `conflict`
 */
export function assertNoJob({ unfinished, doing }: Doing & { unfinished: readonly Job[] }): void {
  const job = unfinished.find(({ kind }) => !WITHOUT_PYTHON.has(kind))
  if (job) throw inUse(`“${job.title}” uses it`, doing)
}

/**
 * Makes sure that nothing runs in an environment: its files must not change under a trainer, which
 * outlives the app and belongs to any project. So the system's processes are asked.
 *
 * @throws AppError `conflict`
 */
export async function assertUnused({ dir, doing }: Doing & { dir: string }): Promise<void> {
  const pid = await findProcess(dir)
  if (pid !== null) throw inUse(`process ${pid} uses it, perhaps a run of another project`, doing)
}

const inUse = (who: string, doing: string): AppError =>
  new AppError({
    code: 'conflict',
    message: `The training environment ${doing}: ${who} at this moment. Nothing was changed.`,
    remedy: { text: 'Wait until it has finished, or stop it, then try again.', action: 'retry' }
  })

/** The first process whose program lies in the folder. */
async function findProcess(dir: string): Promise<number | null> {
  const programs = `${dir}${path.sep}`
  const commands =
    process.platform === 'linux' ? await commandsOfProc() : await commandsOfPs(programs)
  return commands.find(({ program }) => program.startsWith(programs))?.pid ?? null
}

type Command = { pid: number; program: string }

async function commandsOfProc(): Promise<Command[]> {
  const pids = (await fs.promises.readdir('/proc')).filter((name) => /^\d+$/.test(name))
  return Promise.all(
    pids.map(async (pid) => {
      // A process that ends meanwhile has no command any more.
      const line = await fs.promises.readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
      return { pid: Number(pid), program: line.split('\0')[0] ?? '' }
    })
  )
}

/** Where a folder's name has spaces, a program cannot be told from its arguments: so by its start. */
async function commandsOfPs(programs: string): Promise<Command[]> {
  const { stdout } = await promisify(execFile)('ps', ['-axo', 'pid=,args='], {
    maxBuffer: 32 * 2 ** 20
  })
  return stdout.split('\n').flatMap((line) => {
    const [, pid, command] = /^\s*(\d+)\s+(.*)$/.exec(line) ?? []
    return pid !== undefined && command?.startsWith(programs) === true
      ? [{ pid: Number(pid), program: command }]
      : []
  })
}
