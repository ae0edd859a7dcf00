import { stripVTControlCharacters } from 'node:util'
import { execa } from 'execa'
import { notStarted } from './errors'
import { findLmStudioHome } from './home'
import { isHere, lookAtLmStudio, type LmStudioLook, type LmStudioOptions } from './status'

type Options = LmStudioOptions & { timeoutMs?: number; pollMs?: number }

/** The app may have to open first. */
const START_TIMEOUT_MS = 45_000
const POLL_MS = 300
/** States in which nothing listens at the address. */
const SILENT = new Set(['notRunning', 'serverOff', 'notInstalled'])

/**
 * Turns LM Studio's server on by its own command, which wakes the app where it sleeps, and waits
 * until it answers. A server that is on is left alone: a second start would bind it anew.
 *
 * @throws AppError when there is no such command, it fails, or nothing answers after it
 */
export async function startLmStudio(options: Options): Promise<LmStudioLook> {
  const { root, userHome, timeoutMs = START_TIMEOUT_MS, pollMs = POLL_MS } = options
  const before = await lookAtLmStudio(options)
  if (!SILENT.has(before.state)) return before
  if (!isHere(root)) throw notStarted('it is on another computer')
  const home = findLmStudioHome(userHome)
  if (!home?.lms) throw notStarted('its command “lms” is not there')
  const startedAt = Date.now()
  const port = Number(new URL(root).port || 80)
  // Its own settings name the port, unless the address says another.
  const elsewhere = home.serverPort !== null && home.serverPort !== port
  await runStart({ lms: home.lms, port: elsewhere ? port : null, timeoutMs })
  for (;;) {
    const look = await lookAtLmStudio(options)
    if (!SILENT.has(look.state)) return look
    if (Date.now() - startedAt > timeoutMs) throw notStarted('it still does not answer')
    await new Promise((resolve) => setTimeout(resolve, pollMs))
  }
}

async function runStart(options: {
  lms: string
  port: number | null
  timeoutMs: number
}): Promise<void> {
  const { lms, port, timeoutMs } = options
  const where = port === null ? [] : ['--port', String(port)]
  const result = await execa(lms, ['server', 'start', ...where], {
    timeout: timeoutMs,
    reject: false,
    stdin: 'ignore',
    all: true
  })
  if (result.timedOut) throw notStarted('its command did not come to an end', result)
  if (result.failed) throw notStarted(saidBy(result.all) ?? 'its command failed', result)
}

/** The last line that says something, without colours. */
function saidBy(output: string | undefined): string | null {
  const lines = stripVTControlCharacters(output ?? '')
    .split('\n')
    .map((line) => line.replace(/^(error|✖|!)[:\s]*/i, '').trim())
    .filter((line) => line !== '')
  const last = lines.at(-1)
  return last === undefined ? null : `“${last.replace(/\.$/, '').slice(0, 200)}”`
}
