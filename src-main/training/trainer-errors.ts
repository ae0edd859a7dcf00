import fs from 'node:fs'
import type { ErrorCode } from '@contract/errors'
import type { TrainerEvent } from '@contract/trainer-events'
import { AppError, diskFull, isDiskFull, type AppErrorOptions } from '../app-error'
import { readLogTail } from '../jobs/log'
import type { Exit } from '../processes/group'

type ErrorEvent = Extract<TrainerEvent, { type: 'error' }>
type Action = NonNullable<AppErrorOptions['remedy']>['action']

/** The trainer's codes that mean something of their own to the app; all others are failed training. */
const codes: Readonly<Record<string, ErrorCode>> = {
  out_of_memory: 'out_of_memory',
  disk_full: 'disk_full',
  non_finite_loss: 'diverged',
  python_broken: 'python_broken',
  tracker_missing: 'python_missing',
  base_model_unreadable: 'model_unreadable',
  model_unsupported: 'model_unreadable',
  converter_failed: 'export_failed',
  quantize_failed: 'export_failed'
}

/** The trainer said itself what failed: its sentences, under the app's code. */
export function errorOfEvent({ code, message, remedy }: ErrorEvent): AppError {
  const known = codes[code] ?? 'training_failed'
  const python = known === 'python_broken' || known === 'python_missing'
  const action: Action = python ? 'open-python-settings' : 'retry'
  return new AppError({
    code: known,
    message,
    remedy: { text: remedy, action },
    detail: `trainer: ${code}`
  })
}

/** The trainer's exit code where the disk took not even its last event. */
const NO_ROOM = 4
/** What a shell makes of a SIGKILL. */
const KILLED = 137
/** Below this much, in bytes, a disk is as good as full. */
const FULL_BYTES = 4 * 2 ** 20

/** The trainer ended without a word: what its exit, its log, the memory and the disk tell. */
export async function errorOfExit({
  exit,
  runDir,
  logFile,
  memoryRanOut
}: {
  /** Null in both when the trainer was taken up from an earlier start of the app. */
  exit: Exit
  runDir: string
  logFile: string
  memoryRanOut: boolean
}): Promise<AppError> {
  const tail = await readLogTail(logFile, 50)
  const detail = [`exit code ${String(exit.code)}, signal ${String(exit.signal)}`, ...tail].join(
    '\n'
  )
  const killed = exit.signal === 'SIGKILL' || exit.code === KILLED
  const unknown = exit.code === null && exit.signal === null
  if (/\bMemoryError\b/.test(detail) || (memoryRanOut && (killed || unknown))) {
    return outOfMemory(detail)
  }
  const noRoom = exit.code === NO_ROOM || /no space left on device/i.test(detail)
  if (noRoom || freeBytes(runDir) < FULL_BYTES) return diskFull(detail, 'The trainer')
  if (/ModuleNotFoundError|ImportError|No module named|cannot open shared object/.test(detail)) {
    return brokenPython('A package of the Python environment is missing or does not load.', detail)
  }
  if (killed) return killedFromOutside(detail)
  const how = exit.signal === null ? '' : ` (${exit.signal})`
  return new AppError({
    code: 'training_failed',
    message: `The trainer ended without saying why${how}. What it saved before is unharmed.`,
    remedy: {
      text: 'Continue, and it goes on from its last checkpoint. If it ends again, read its log.',
      action: 'retry'
    },
    detail
  })
}

/** The interpreter itself could not be started. */
export function errorOfSpawn(python: string, cause: unknown): AppError {
  if (isDiskFull(cause)) return diskFull(cause, 'The trainer')
  return brokenPython(`The Python at ${python} could not be started.`, String(cause))
}

function freeBytes(dir: string): number {
  const { bavail, bsize } = fs.statfsSync(dir)
  return bavail * bsize
}

function outOfMemory(detail: string): AppError {
  return new AppError({
    code: 'out_of_memory',
    message:
      'The system ended the trainer from one moment to the next, because memory ran out. What it saved before is unharmed.',
    remedy: {
      text: 'Try again with smaller settings, or close other programs and continue: both go on from the last checkpoint.',
      action: 'retry'
    },
    detail
  })
}

function killedFromOutside(detail: string): AppError {
  return new AppError({
    code: 'training_failed',
    message:
      'Something outside this app ended the trainer: a person, or a program that tidies up. Nothing shows that memory ran out, and what it saved before is unharmed.',
    remedy: { text: 'Continue, and it goes on from its last checkpoint.', action: 'retry' },
    detail
  })
}

function brokenPython(message: string, detail: string): AppError {
  return new AppError({
    code: 'python_broken',
    message: `${message} Nothing was trained, and what was saved before is unharmed.`,
    remedy: { text: 'Repair Python in Settings, then continue.', action: 'open-python-settings' },
    detail
  })
}
