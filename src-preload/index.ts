import { contextBridge, ipcRenderer } from 'electron'
import { callChannel, eventChannel } from './contract/bridge'
import { calls, type CallName } from './contract/calls'
import { events, type EventName } from './contract/events'

/** `window.understudy`, made from the contract: one function a call, and nothing else. */
const bridgedCalls = Object.fromEntries(
  Object.keys(calls).map((name) => [
    name,
    (input: unknown): Promise<unknown> => ipcRenderer.invoke(callChannel(name as CallName), input)
  ])
)

const on = (name: EventName, listener: (payload: unknown) => void): (() => void) => {
  if (!(name in events)) throw new Error(`There is no event called ${name}.`)
  const relay = (_event: unknown, payload: unknown): void => listener(payload)
  ipcRenderer.on(eventChannel(name), relay)
  return () => ipcRenderer.off(eventChannel(name), relay)
}

contextBridge.exposeInMainWorld('understudy', {
  calls: bridgedCalls,
  on,
  platform: process.platform
})
