import { fork } from 'node:child_process'
import { hostEnvironment, type HostProcess } from './host-process'

/** The host as a forked Node process, for the terminal and the tests. `entry` is the built file. */
export function forkHost(entry: string): HostProcess {
  const child = fork(entry, [], {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    env: hostEnvironment(),
    execArgv: [],
    serialization: 'advanced'
  })
  const exit = new Promise<number | null>((resolve) => {
    child.once('exit', resolve)
    // A process that could not be started has no exit.
    child.once('error', () => resolve(null))
  })
  return {
    send: (message) => {
      // A host that is gone is told by `onExit`; the message to it is lost either way.
      if (child.connected) child.send(message as Parameters<typeof child.send>[0], () => undefined)
    },
    onMessage: (listener) => {
      child.on('message', listener)
    },
    onExit: (listener) => {
      void exit.then(listener)
    },
    kill: () => {
      child.kill('SIGKILL')
    }
  }
}
