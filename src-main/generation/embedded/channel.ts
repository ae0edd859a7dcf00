import { HostRequest, type HostAnswer } from './protocol'

/** The host's line to the app, the same over a utility process's port and over Node's IPC. */
export type Channel = {
  send: (answer: HostAnswer) => void
  onRequest: (listener: (request: HostRequest) => void) => void
}

/** Opens the line of this process. The process ends when the app at the other end does. */
export function openChannel(): Channel {
  const port: unknown = Reflect.get(process, 'parentPort')
  return isParentPort(port) ? overParentPort(port) : overNodeIpc()
}

type ParentPort = {
  postMessage: (message: unknown) => void
  on: (event: 'message', listener: (event: { data: unknown }) => void) => void
}

function overParentPort(port: ParentPort): Channel {
  return {
    send: (answer) => {
      port.postMessage(answer)
    },
    onRequest: (listener) => {
      port.on('message', ({ data }) => listener(HostRequest.parse(data)))
    }
  }
}

function overNodeIpc(): Channel {
  process.on('disconnect', () => process.exit(0))
  return {
    send: (answer) => {
      if (process.connected) process.send?.(answer)
    },
    onRequest: (listener) => {
      process.on('message', (message) => listener(HostRequest.parse(message)))
    }
  }
}

const isParentPort = (port: unknown): port is ParentPort =>
  typeof port === 'object' && port !== null && 'postMessage' in port && 'on' in port
