import { app, dialog, type BrowserWindow } from 'electron'

/**
 * When the page itself fails there is no screen left to say so: a system dialog says what happened
 * and offers to draw the page anew. Stored work lives in the main process and is not touched.
 */
export function watchPage(window: BrowserWindow): void {
  let asking = false
  const ask = async (question: Question): Promise<void> => {
    if (asking || window.isDestroyed()) return
    asking = true
    const { message, detail, stay } = question
    const { response } = await dialog.showMessageBox(window, {
      type: 'warning',
      message,
      detail,
      buttons: ['Reload the window', stay],
      defaultId: 0,
      cancelId: 1
    })
    asking = false
    if (window.isDestroyed()) return
    if (response === 0) window.webContents.reload()
    else if (stay === 'Quit') app.quit()
  }
  window.on('unresponsive', () => {
    void ask({
      message: 'The window does not answer.',
      detail:
        'It may only be busy. What you wrote and ranked is stored, and work in the background goes on. Reloading draws the window anew.',
      stay: 'Wait'
    })
  })
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit') return
    void ask({
      message: 'The window’s page ended.',
      detail: `${reasons[reason] ?? 'The system ended it.'} What you wrote and ranked is stored, and work in the background goes on.`,
      stay: 'Quit'
    })
  })
}

type Question = { message: string; detail: string; stay: 'Wait' | 'Quit' }

const reasons: Partial<Record<string, string>> = {
  crashed: 'It crashed.',
  oom: 'Memory ran out.',
  'launch-failed': 'It could not be started.'
}
