import { BrowserWindow, ipcMain, type IpcMainInvokeEvent } from 'electron'
import { callChannel, eventChannel, type Answer } from '@contract/bridge'
import { calls, type CallName, type Handlers } from '@contract/calls'
import { AppError } from '../app-error'
import { answerCall } from '../answer-call'
import { rendererOrigin } from './guard'
import type { Session } from './session'

/**
 * The one registration: every call of the contract, its sender checked, its input parsed, its
 * failure turned into an envelope; and every event on its way to the windows.
 */
export function registerBridge(session: Session): void {
  for (const name of Object.keys(calls) as CallName[]) {
    ipcMain.handle(callChannel(name), (event, input: unknown) =>
      answer(session, name, event, input)
    )
  }
  session.events.listen(({ name, payload }) => {
    for (const window of BrowserWindow.getAllWindows()) {
      // A window that is closing may have lost its page already; to send there would throw.
      if (!window.webContents.isDestroyed()) window.webContents.send(eventChannel(name), payload)
    }
  })
}

async function answer(
  session: Session,
  name: CallName,
  event: IpcMainInvokeEvent,
  input: unknown
): Promise<Answer<unknown>> {
  if (!isTrusted(event)) {
    const error = new AppError({ code: 'forbidden', message: 'This page may not use the app.' })
    return { ok: false, error: error.toEnvelope() }
  }
  await session.ready()
  return answerCall({ handlers: (): Handlers => session.handlers(), name, input })
}

/** Only the top frame of our own pages; a frame that is gone, empty or foreign is refused. */
function isTrusted({ senderFrame }: IpcMainInvokeEvent): boolean {
  if (senderFrame === null || senderFrame !== senderFrame.top) return false
  return URL.canParse(senderFrame.url) && senderFrame.url.startsWith(`${rendererOrigin()}/`)
}
