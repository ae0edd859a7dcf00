import { utilityProcess } from 'electron'
import { hostEnvironment, type HostProcess } from '../app'

/** The embedded engine in a process of its own, so that a crash in native code costs a sentence. */
export function spawnHost(entry: string): HostProcess {
  const child = utilityProcess.fork(entry, [], {
    serviceName: 'Understudy model',
    stdio: 'ignore',
    env: hostEnvironment()
  })
  return {
    send: (message) => {
      child.postMessage(message)
    },
    onMessage: (listener) => {
      child.on('message', listener)
    },
    onExit: (listener) => {
      child.on('exit', listener)
    },
    kill: () => {
      child.kill()
    }
  }
}
