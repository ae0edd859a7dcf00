import fs from 'node:fs'
import path from 'node:path'
import type { TrainerEvent } from '@contract/trainer-events'
import { z } from 'zod'
import { AppError } from '../app-error'
import type { AbortReason } from '../jobs/definition'
import {
  adoptGroup,
  endGroup,
  killGroup,
  startGroup,
  type Exit,
  type ProcessGroup
} from '../processes/group'
import { isAlive, ProcessIdentity } from '../processes/identity'
import { writeWhole } from '../processes/whole-file'
import { trainerEnv } from '../python/environment'
import { createFollower, onFileChange } from './follow'
import { readJobFile } from './job-files'
import { limitLog } from './log-limit'
import { countOomKills, memoryRanOut } from './memory-evidence'
import { errorOfEvent, errorOfExit, errorOfSpawn } from './trainer-errors'

export type DoneEvent = Extract<TrainerEvent, { type: 'done' }>

export type TrainerRun = {
  /** The environment's interpreter. */
  python: string
  /** Folder that holds the package `trainer`. */
  trainerDir: string
  /** Job of any command; its `runDir` and `stage` are the ones given here. */
  jobFile: string
  /** Where `events.jsonl`, `log.txt`, `trainer.json` and the `stop` file are. */
  runDir: string
  /** One trainer a folder at a time; one found alive for the same stage is taken up. */
  stage: string
  /** Aborts with an AbortReason: `cancelled` ends the trainer, `closing` lets it go on alone. */
  signal: AbortSignal
  /** `replayed` events were written before this call took the trainer up. */
  onEvents: (events: TrainerEvent[], context: { replayed: boolean }) => void
  /** Lines for the job's log. The trainer's own output goes to `log.txt` without passing here. */
  onLog: (line: string) => void
  /** How long a trainer that was asked to stop may take to write its checkpoint. */
  graceMs?: number
  /** How many programs the kernel has ended for want of memory so far; asked of the kernel. */
  oomKills?: () => number | null
}

const TrainerRecord = ProcessIdentity.extend({
  stage: z.string(),
  /** Byte of `events.jsonl` where this trainer's events begin. */
  offset: z.int().nonnegative(),
  /** Programs that the kernel had ended for want of memory when this trainer began. */
  oomKills: z.int().nullable().default(null)
})
type TrainerRecord = z.infer<typeof TrainerRecord>

/**
 * Runs one job of the Python trainer to its end and returns its `done` event. There is never a
 * second trainer: one that outlived the app is taken up, and the result of one that finished
 * unwatched is returned at once.
 *
 * @throws AppError `training_failed`, `export_failed`, `model_unreadable`, `out_of_memory`,
 * `disk_full`, `python_broken`, or `cancelled` when the signal aborted
 */
export async function runTrainer(run: TrainerRun): Promise<DoneEvent> {
  if (run.signal.aborted) throw letGo()
  const record = readRecord(run.runDir)
  if (record && isAlive(record)) {
    if (record.stage !== run.stage) throw busy(record)
    run.onLog(`Taking up the trainer that is at work already (process ${record.pid}).`)
    const stopWatching = new AbortController()
    const group = adoptGroup(record, stopWatching.signal)
    return supervise({ run, group, record, adopted: true }).finally(() => {
      stopWatching.abort()
    })
  }
  const finished = record?.stage === run.stage ? finishedUnwatched(run, record.offset) : null
  if (finished) return finished
  const { group, record: started } = await startTrainer(run)
  return supervise({ run, group, record: started, adopted: false })
}

/** True while a trainer is at work in the folder, whoever started it. */
export function trainerIsAlive(runDir: string): boolean {
  const record = readRecord(runDir)
  return record !== null && isAlive(record)
}

/**
 * True when there is a trainer to take up again: one that is still at work in the folder, or one
 * that finished while nobody was there.
 */
export function trainerCanBeTakenUp(runDir: string): boolean {
  const record = readRecord(runDir)
  return record !== null && (isAlive(record) || finishedSince(runDir, record.offset) !== null)
}

async function startTrainer(
  run: TrainerRun
): Promise<{ group: ProcessGroup; record: TrainerRecord }> {
  const { python, trainerDir, jobFile, runDir, stage, oomKills = countOomKills } = run
  const { command } = readJobFile(jobFile)
  fs.rmSync(stopFile(runDir), { force: true })
  const offset = wholeLineBytes(eventsFile(runDir))
  const group = await startGroup({
    command: python,
    args: ['-m', 'trainer', command, jobFile],
    cwd: trainerDir,
    // It waits for its record, so that one whose app is gone before that was written does nothing.
    env: { ...process.env, ...trainerEnv(python, trainerDir), UNDERSTUDY_RECORDED: '1' },
    outputFile: logFile(runDir)
  }).catch((cause: unknown) => {
    throw errorOfSpawn(python, cause)
  })
  const record = { ...group.identity, stage, offset, oomKills: oomKills() }
  try {
    writeRecord(runDir, record)
  } catch (error) {
    // A trainer without its record could never be found again.
    killGroup(group.identity)
    throw error
  }
  return { group, record }
}

/** Follows the events until the trainer has ended, or until the signal says to end or leave it. */
async function supervise({
  run,
  group,
  record,
  adopted
}: {
  run: TrainerRun
  group: ProcessGroup
  record: TrainerRecord
  adopted: boolean
}): Promise<DoneEvent> {
  const { runDir, onEvents, onLog } = run
  const file = eventsFile(runDir)
  const follower = createFollower({
    file,
    offset: record.offset,
    onBadLine: (line, reason) => onLog(`Passed over a line of events.jsonl (${reason}): ${line}`)
  })
  let last: TrainerEvent | undefined
  const read = (replayed: boolean): void => {
    const events = follower.read()
    last = events.at(-1) ?? last
    if (events.length > 0) onEvents(events, { replayed })
  }
  read(adopted)
  const stopFollowing = onFileChange(file, () => {
    read(false)
    limitLog(logFile(runDir))
  })
  try {
    const exit = await exitOrAbort({ run, group })
    read(false)
    killGroup(group.identity)
    fs.rmSync(recordFile(runDir), { force: true })
    return await conclude({ last, exit, run, record })
  } finally {
    stopFollowing()
  }
}

/** Resolves when the trainer has ended, by itself or because it was asked to. */
async function exitOrAbort({
  run: { signal, runDir, graceMs, onLog },
  group
}: {
  run: TrainerRun
  group: ProcessGroup
}): Promise<Exit> {
  const first = await Promise.race([group.exited, aborted(signal)])
  if (first !== 'aborted') return first
  const reason: AbortReason = signal.reason === 'closing' ? 'closing' : 'cancelled'
  if (reason === 'closing') {
    onLog(`Leaving the trainer at work (process ${group.identity.pid}).`)
    throw letGo()
  }
  const wentByItself = await endGroup({
    identity: group.identity,
    ask: () => fs.writeFileSync(stopFile(runDir), ''),
    ...(graceMs === undefined ? {} : { graceMs })
  })
  fs.rmSync(stopFile(runDir), { force: true })
  if (!wentByItself) onLog('The trainer did not stop when asked and was ended.')
  return group.exited
}

async function conclude(end: {
  last: TrainerEvent | undefined
  exit: Exit
  run: TrainerRun
  record: TrainerRecord
}): Promise<DoneEvent> {
  const { last, exit, run, record } = end
  const { runDir, signal, oomKills = countOomKills } = run
  if (last?.type === 'done' && last.status === 'finished') return last
  if (signal.aborted) throw stopped()
  if (last?.type === 'done') throw stoppedFromOutside()
  if (last?.type === 'error') throw errorOfEvent(last)
  const ranOut = memoryRanOut({
    killsBefore: record.oomKills,
    killsNow: oomKills(),
    events: eventsSince(runDir, record.offset)
  })
  throw await errorOfExit({ exit, runDir, logFile: logFile(runDir), memoryRanOut: ranOut })
}

/** The result of a trainer that ended while nobody was there; null when it had none. */
function finishedUnwatched(run: TrainerRun, offset: number): DoneEvent | null {
  const finished = finishedSince(run.runDir, offset)
  if (!finished) return null
  fs.rmSync(recordFile(run.runDir), { force: true })
  run.onLog('The trainer finished while the app was away.')
  run.onEvents(finished.events, { replayed: true })
  return finished.done
}

function finishedSince(
  runDir: string,
  offset: number
): { events: TrainerEvent[]; done: DoneEvent } | null {
  const events = eventsSince(runDir, offset)
  const done = events.at(-1)
  return done?.type === 'done' && done.status === 'finished' ? { events, done } : null
}

const eventsSince = (runDir: string, offset: number): TrainerEvent[] =>
  createFollower({ file: eventsFile(runDir), offset, onBadLine: () => undefined }).read()

function aborted(signal: AbortSignal): Promise<'aborted'> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve('aborted')
    else signal.addEventListener('abort', () => resolve('aborted'), { once: true })
  })
}

/** Where the next trainer's events will begin: it cuts a torn last line off. */
function wholeLineBytes(file: string): number {
  if (!fs.existsSync(file)) return 0
  return fs.readFileSync(file).lastIndexOf('\n') + 1
}

/** Whole or not there: a torn record would hide a trainer that is at work. */
function writeRecord(runDir: string, record: TrainerRecord): void {
  writeWhole(recordFile(runDir), JSON.stringify(record))
}

function readRecord(runDir: string): TrainerRecord | null {
  try {
    return TrainerRecord.parse(JSON.parse(fs.readFileSync(recordFile(runDir), 'utf8')))
  } catch {
    return null
  }
}

const recordFile = (runDir: string): string => path.join(runDir, 'trainer.json')
const eventsFile = (runDir: string): string => path.join(runDir, 'events.jsonl')
const logFile = (runDir: string): string => path.join(runDir, 'log.txt')
const stopFile = (runDir: string): string => path.join(runDir, 'stop')

const letGo = (): AppError =>
  new AppError({
    code: 'cancelled',
    message: 'The app closed; the trainer goes on by itself and is taken up at the next start.'
  })

const stopped = (): AppError =>
  new AppError({
    code: 'cancelled',
    message: 'The trainer was stopped. Its last checkpoint is kept.',
    remedy: { text: 'Continue, and it goes on from there.', action: 'retry' }
  })

const stoppedFromOutside = (): AppError =>
  new AppError({
    code: 'training_failed',
    message:
      'The trainer was asked to stop by something other than this app. Its last checkpoint is kept.',
    remedy: { text: 'Continue, and it goes on from there.', action: 'retry' }
  })

const busy = ({ pid, stage }: TrainerRecord): AppError =>
  new AppError({
    code: 'conflict',
    message: `Another trainer (process ${pid}, stage ${stage}) is still at work in this folder, so no second one was started.`,
    remedy: { text: 'Wait until it has ended, then continue.', action: 'retry' }
  })
