import fs from 'node:fs'
import path from 'node:path'
import type { TrainerEvent } from '../../../src-preload/contract/trainer-events'
import { isAlive, identify } from '../../../src-main/processes/identity'
import { findInterpreter } from '../../../src-main/python/interpreter'
import { writeJobFile } from '../../../src-main/training/job-files'
import { runTrainer, type DoneEvent } from '../../../src-main/training/trainer-process'
import { temporaryFolder } from '../../fixtures/project'

const trainerDir = path.resolve(import.meta.dirname, '../../fixtures/scripted-trainer')

/** A run folder whose trainer follows a script (tests/fixtures/scripted-trainer). */
export function scriptedRun(
  runDir = temporaryFolder(),
  { oomKills = () => 0 }: { oomKills?: () => number | null } = {}
) {
  const events: TrainerEvent[] = []
  const log: string[] = []
  const abort = new AbortController()

  const run = async (stage: string, graceMs = 30_000): Promise<DoneEvent> => {
    const jobFile = writeJobFile(path.join(runDir, 'jobs', `${stage}.json`), {
      command: 'base',
      runDir,
      stage,
      source: 'x',
      outputDir: 'y'
    })
    return runTrainer({
      python: (await findInterpreter(process.env)).path,
      trainerDir,
      jobFile,
      runDir,
      stage,
      signal: abort.signal,
      graceMs,
      oomKills,
      onEvents: (news) => events.push(...news),
      onLog: (line) => log.push(line)
    })
  }

  /** Pids of every process that the scripts started, oldest first. */
  const pids = (): number[] => {
    const file = path.join(runDir, 'pids.txt')
    return fs.existsSync(file) ? fs.readFileSync(file, 'utf8').trim().split('\n').map(Number) : []
  }

  return { runDir, run, events, log, abort, pids }
}

export const lives = (pid: number): boolean => {
  const identity = identify(pid)
  return identity !== null && isAlive(identity)
}
