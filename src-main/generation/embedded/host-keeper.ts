import { AppError } from '../../app-error'
import type { HostProcess } from './host-process'
import { HostAnswer, type HostRequest, type HostSettings } from './protocol'

/** A running host, until it exits. */
export type Host = {
  send: (request: HostRequest) => void
  /** Answers to this request, until `stop` is called. */
  listen: (id: number, listener: (answer: HostAnswer) => void) => () => void
  /** Rejects with `engine_crashed` when the process ends, whatever the reason. */
  gone: Promise<never>
}

export type HostKeeper = {
  /** The running host, or a new one. @throws AppError `engine_crashed` in a crash loop */
  host: () => Host
  /** Ends the process, without counting it as a crash. */
  stop: () => void
}

type Options = { spawn: () => HostProcess; settings: HostSettings; now?: () => number }

/** As Syncthing's monitor counts: four crashes within a minute are a loop. */
const CRASHES_IN_A_LOOP = 4
const LOOP_WINDOW_MS = 60_000

/** Starts the host when it is needed, and again after a crash, but not in a loop. */
export function createHostKeeper({ spawn, settings, now = Date.now }: Options): HostKeeper {
  let running: { process: HostProcess; host: Host } | null = null
  let crashedAt: number[] = []

  const start = (): Host => {
    const process = spawn()
    const listeners = new Map<number, (answer: HostAnswer) => void>()
    const gone = new Promise<never>((_, reject) => {
      process.onExit((code) => {
        // A host that was stopped on purpose is no longer the running one.
        if (running?.process === process) {
          running = null
          crashedAt.push(now())
        }
        reject(crashed(code))
      })
    })
    // Nobody may be waiting when an idle host ends.
    gone.catch(() => undefined)
    process.onMessage((message) => {
      const answer = HostAnswer.parse(message)
      listeners.get(answer.id)?.(answer)
    })
    const host: Host = {
      send: process.send,
      listen: (id, listener) => {
        listeners.set(id, listener)
        return () => listeners.delete(id)
      },
      gone
    }
    host.send({ type: 'start', settings })
    running = { process, host }
    return host
  }

  return {
    host: () => {
      if (running) return running.host
      crashedAt = crashedAt.filter((at) => now() - at < LOOP_WINDOW_MS)
      if (crashedAt.length >= CRASHES_IN_A_LOOP) throw inALoop()
      return start()
    },
    stop: () => {
      const stopped = running
      running = null
      stopped?.process.kill()
    }
  }
}

const crashed = (code: number | null): AppError =>
  new AppError({
    code: 'engine_crashed',
    message:
      'The embedded engine stopped while writing. The app and your rankings are unharmed; ' +
      'only the drafts that were being written are lost.',
    remedy: {
      text: 'Write them again: the engine starts anew by itself. If it stops again, choose a smaller model.',
      action: 'retry'
    },
    detail: code === null ? 'The host was ended by a signal.' : `The host ended with code ${code}.`
  })

const inALoop = (): AppError =>
  new AppError({
    code: 'engine_crashed',
    message:
      'The embedded engine stopped four times within a minute, so it is not started again for now. ' +
      'The app and your rankings are unharmed.',
    remedy: {
      text: 'Choose a smaller model or another engine in the settings, or try again in a minute.',
      action: 'open-engine-settings'
    }
  })
