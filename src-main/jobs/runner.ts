import path from 'node:path'
import type { Job, JobKind, JobState } from '@contract/jobs'
import { AppError, toAppError } from '../app-error'
import { newId } from '../database/ids'
import type { Database } from '../database/schema'
import type { Events } from '../events'
import { bind, type AbortReason, type BoundJob, type JobDefinition } from './definition'
import { appendLogLine, readLogTail } from './log'
import { createProgress } from './progress'
import {
  getJob,
  insertJob,
  listJobs,
  listUnfinishedJobs,
  markJobStarted,
  updateJobState,
  type StoredJob
} from './repository'

type Options = { db: Database; events: Events; logsDir: string }

type Active = { abort: AbortController; state: JobState; finished: Promise<void> }

/** Runs all long work: persisted, step by step, one job a lane, with progress, cancel and retry. */
export class JobRunner {
  readonly #db: Database
  readonly #events: Events
  readonly #logsDir: string
  readonly #kinds = new Map<JobKind, (input: unknown) => BoundJob>()
  readonly #active = new Map<string, Active>()
  readonly #lanes = new Map<string, Promise<void>>()
  #closing = false

  constructor({ db, events, logsDir }: Options) {
    this.#db = db
    this.#events = events
    this.#logsDir = logsDir
  }

  define<Input>(definition: JobDefinition<Input>): void {
    this.#kinds.set(definition.kind, (input) => bind(definition, input))
  }

  /** Persists the job, queues it in its lane and answers at once. */
  async start<Input>(
    definition: JobDefinition<Input>,
    job: { title: string; subjectId: string | null; input: Input; id?: string }
  ): Promise<Job> {
    const stored: StoredJob = {
      id: job.id ?? newId(),
      kind: definition.kind,
      title: job.title,
      subjectId: job.subjectId,
      input: job.input,
      steps: definition.steps(job.input).map(({ name, title }) => ({ name, title })),
      state: { status: 'queued', at: Date.now() },
      createdAt: Date.now(),
      startedAt: null
    }
    await insertJob(this.#db, stored)
    this.#enqueue(stored)
    this.#events.changed('jobs')
    return stored
  }

  async get(id: string): Promise<Job> {
    return this.#withLiveState(await getJob(this.#db, id))
  }

  async list(limit: number): Promise<Job[]> {
    return (await listJobs(this.#db, limit)).map((job) => this.#withLiveState(job))
  }

  /** Oldest first. */
  async unfinished(): Promise<Job[]> {
    return (await listUnfinishedJobs(this.#db)).map((job) => this.#withLiveState(job))
  }

  async log(id: string, lines: number): Promise<string[]> {
    return readLogTail(this.#logFile(await getJob(this.#db, id)), lines)
  }

  /** Asks the job to stop. Answers with its state then; the job ends as `cancelled` soon after. */
  async cancel(id: string): Promise<Job> {
    const job = await getJob(this.#db, id)
    const active = this.#active.get(id)
    if (active?.state.status === 'running') {
      active.state = { ...active.state, stopping: true, message: 'Stopping' }
      active.abort.abort('cancelled' satisfies AbortReason)
      this.#announce(job)
    } else if (job.state.status === 'queued') {
      // Its turn may come while this is written down: then it must not begin any more.
      active?.abort.abort('cancelled' satisfies AbortReason)
      await this.#settle(job, { status: 'cancelled', at: Date.now(), step: 0 })
    }
    return this.get(id)
  }

  /** Continues at the first step that is not done. */
  async retry(id: string): Promise<Job> {
    const job = await getJob(this.#db, id)
    if (!['failed', 'cancelled', 'interrupted'].includes(this.#withLiveState(job).state.status)) {
      throw new AppError({
        code: 'conflict',
        message: 'This job is not stopped, so there is nothing to continue.'
      })
    }
    await this.#settle(job, { status: 'queued', at: Date.now() })
    this.#enqueue(job)
    return this.get(id)
  }

  /** Resolves when the job has ended, whichever way. */
  async finished(id: string): Promise<Job> {
    await this.#active.get(id)?.finished
    return this.get(id)
  }

  /**
   * After a start: what was running when the app went away is interrupted, unless it is still alive
   * and is taken up again; what was queued is queued again.
   */
  async recover(): Promise<void> {
    for (const job of await listUnfinishedJobs(this.#db)) {
      // One job that cannot be taken up must not keep the whole project closed.
      await this.#recover(job).catch((thrown: unknown) => this.#conclude(job, failed(thrown, 0)))
    }
  }

  async #recover(job: StoredJob): Promise<void> {
    const { state } = job
    const alive = state.status === 'running' && (await this.#bind(job).survives())
    if (state.status === 'queued' || alive) {
      await this.#settle(job, { status: 'queued', at: Date.now() })
      this.#enqueue(job)
    } else if (state.status === 'running') {
      await this.#settle(job, { status: 'interrupted', at: Date.now(), step: state.step })
    }
  }

  /** Lets go of all jobs; they come back as interrupted, or are taken up again where they survive. */
  async close(): Promise<void> {
    this.#closing = true
    const active = [...this.#active.values()]
    for (const { abort } of active) abort.abort('closing' satisfies AbortReason)
    await Promise.allSettled(active.map(({ finished }) => finished))
  }

  #enqueue(job: StoredJob): void {
    const bound = this.#bind(job)
    const abort = new AbortController()
    const before = this.#lanes.get(bound.lane) ?? Promise.resolve()
    const finished = before
      .then(() => this.#run(job, bound))
      // Whatever happens to one job, the next of its lane has its turn.
      .catch((thrown: unknown) => this.#conclude(job, failed(thrown, 0)))
    this.#lanes.set(bound.lane, finished)
    this.#active.set(job.id, { abort, state: { status: 'queued', at: Date.now() }, finished })
  }

  async #run(job: StoredJob, bound: BoundJob): Promise<void> {
    const active = this.#active.get(job.id)
    // A job cancelled while it waited is settled already; one that the closing app left waits on disk.
    const waiting = (await getJob(this.#db, job.id)).state.status === 'queued'
    if (!active || !waiting || this.#closing) {
      this.#active.delete(job.id)
      return
    }
    const end = await this.#runSteps(job, bound, active)
    // Let go by a closing app: it stays `running` on disk, and the next start finds out how it is.
    if (end.status === 'interrupted') this.#active.delete(job.id)
    else await this.#conclude(job, end)
  }

  /** Writes the end down. Where a full disk refuses even that, it is shown until the app closes. */
  async #conclude(job: StoredJob, end: JobState): Promise<void> {
    const active = this.#active.get(job.id)
    let shown = end
    try {
      await updateJobState(this.#db, job.id, end)
      this.#active.delete(job.id)
    } catch (thrown) {
      if (end.status === 'succeeded') shown = failed(thrown, job.steps.length - 1)
      if (active) active.state = shown
    }
    this.#events.emit('jobs.progress', { ...publicJob(job), state: shown })
    this.#events.changed('jobs')
  }

  async #runSteps(job: StoredJob, bound: BoundJob, active: Active): Promise<JobState> {
    const { steps } = bound
    const { signal } = active.abort
    let index = 0
    try {
      await markJobStarted(this.#db, job.id, Date.now())
      for (; index < steps.length; index += 1) {
        if (signal.aborted) return stopped(signal, index)
        await this.#runStep({ job, bound, index, active })
      }
      if (signal.aborted) return stopped(signal, steps.length - 1)
      const message = await bound.finished()
      return { status: 'succeeded', at: Date.now(), message }
    } catch (thrown) {
      if (signal.aborted) return stopped(signal, index)
      const error = toAppError(thrown)
      this.#writeLog(job, `${error.message}\n${error.detail ?? ''}`)
      return failed(error, index)
    }
  }

  async #runStep(run: {
    job: StoredJob
    bound: BoundJob
    index: number
    active: Active
  }): Promise<void> {
    const { job, bound, index, active } = run
    const step = bound.steps[index]
    if (!step || (await step.done())) return
    const progress = createProgress({
      steps: bound.steps,
      index,
      onChange: (value, message) => {
        if (active.state.status !== 'running' || active.state.stopping) return
        active.state = { ...active.state, progress: value, message }
        this.#announce(job)
      }
    })
    const state: JobState = {
      status: 'running',
      at: Date.now(),
      step: index,
      progress: progress.start,
      message: step.title,
      stopping: false
    }
    active.state = state
    await updateJobState(this.#db, job.id, state)
    this.#events.changed('jobs')
    this.#writeLog(job, step.title)
    await step.run({
      jobId: job.id,
      signal: active.abort.signal,
      progress: progress.report,
      log: (line) => {
        this.#writeLog(job, line)
      }
    })
  }

  async #settle(job: StoredJob, state: JobState): Promise<void> {
    await updateJobState(this.#db, job.id, state)
    this.#events.emit('jobs.progress', { ...publicJob(job), state })
    this.#events.changed('jobs')
  }

  #announce(job: StoredJob): void {
    this.#events.emit('jobs.progress', this.#withLiveState(job))
  }

  #withLiveState(job: StoredJob): Job {
    const active = this.#active.get(job.id)
    // While it waits, the disk knows better: it may have been cancelled.
    const live = active && active.state.status !== 'queued' ? active.state : job.state
    return { ...publicJob(job), state: live }
  }

  #writeLog(job: StoredJob, text: string): void {
    try {
      for (const line of text.split('\n')) {
        if (line !== '') appendLogLine(this.#logFile(job), line)
      }
    } catch {
      // The log is there to help: on a full disk the work itself says what is wrong.
    }
  }

  #logFile(job: StoredJob): string {
    const own = this.#bind(job).logFile
    return own ? own() : path.join(this.#logsDir, `${job.id}.log`)
  }

  #bind(job: StoredJob): BoundJob {
    const kind = this.#kinds.get(job.kind)
    if (!kind) throw new Error(`No definition for jobs of kind ${job.kind}.`)
    return kind(job.input)
  }
}

function failed(thrown: unknown, step: number): JobState {
  return { status: 'failed', at: Date.now(), step, error: toAppError(thrown).toEnvelope() }
}

function stopped(signal: AbortSignal, step: number): JobState {
  const status = signal.reason === 'closing' ? 'interrupted' : 'cancelled'
  return { status, at: Date.now(), step }
}

const publicJob = ({ input: _input, ...job }: StoredJob): Job => job
