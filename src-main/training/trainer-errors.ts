import type { ErrorCode } from '@contract/errors'
import type { TrainerEvent } from '@contract/trainer-events'
import { AppError, diskFull, isDiskFull } from '../app-error'
import { readLogTail } from '../jobs/log'
import type { Exit } from '../processes/group'

type ErrorEvent = Extract<TrainerEvent, { type: 'error' }>

/** The trainer's codes that mean something of their own to the app; all others are failed training. */
const codes: Readonly<Record<string, ErrorCode>> = {
  out_of_memory: 'out_of_memory',
  disk_full: 'disk_full',
  base_model_unreadable: 'model_unreadable',
  model_unsupported: 'model_unreadable',
  converter_failed: 'export_failed',
  quantize_failed: 'export_failed'
}

/** The trainer said itself what failed: its sentences, under the app's code. */
export function errorOfEvent({ code, message, remedy }: ErrorEvent): AppError {
  return new AppError({
    code: codes[code] ?? 'training_failed',
    message,
    remedy: { text: remedy, action: 'retry' },
    detail: `trainer: ${code}`
  })
}

/** The trainer ended without a word: what its exit and its log tell. */
export async function errorOfExit({
  exit,
  logFile
}: {
  exit: Exit
  logFile: string
}): Promise<AppError> {
  const tail = await readLogTail(logFile, 50)
  const detail = [`exit code ${String(exit.code)}, signal ${String(exit.signal)}`, ...tail].join(
    '\n'
  )
  // A kernel that runs out of memory kills without any error of Python's; nobody else sends SIGKILL.
  if (exit.signal === 'SIGKILL' || /\bMemoryError\b/.test(detail)) return outOfMemory(detail)
  if (/no space left on device/i.test(detail)) return diskFull(detail, 'The trainer')
  if (/ModuleNotFoundError|ImportError|No module named|cannot open shared object/.test(detail)) {
    return brokenPython('A package of the Python environment is missing or does not load.', detail)
  }
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

function outOfMemory(detail: string): AppError {
  return new AppError({
    code: 'out_of_memory',
    message:
      'The system ended the trainer from one moment to the next, most likely because memory ran out. What it saved before is unharmed.',
    remedy: {
      text: 'Close other programs, then continue: it goes on from its last checkpoint. Or start it again with half the batch, shorter rows or a smaller base model.',
      action: 'retry'
    },
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
