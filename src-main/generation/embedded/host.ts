/**
 * The embedded engine's own process: a crash in native code ends here, and costs a sentence.
 * Built to out/main/llama-host.js; runs as an Electron utility process or a forked Node process.
 */
import { toAppError } from '../../app-error'
import { openChannel } from './channel'
import { inspect } from './inspect'
import type { HostAnswer, HostRequest } from './protocol'
import { removeLeftStates } from './shared-prompt'
import { createSlots, type Slot, type Slots } from './slots'
import { writeDrafts } from './write'

const channel = openChannel()
const aborted = new Set<number>()
let slots: Promise<Slots> | null = null
let loadedModels: () => string[] = () => []

channel.onRequest((request) => {
  switch (request.type) {
    case 'start':
      // What cannot be removed now is tried again by the next host.
      removeLeftStates().catch(() => undefined)
      slots = createSlots(request.settings)
      // The request that needs it says what went wrong.
      slots.then((made) => (loadedModels = made.loadedModels)).catch(() => undefined)
      break
    case 'ping':
      channel.send({ type: 'pong', id: request.id, loadedModels: loadedModels() })
      break
    case 'abort':
      aborted.add(request.id)
      break
    case 'write':
    case 'inspect':
      // The app sends one at a time (client.ts), so there is no queue here.
      void answer(request)
      break
  }
})

type Work = Extract<HostRequest, { type: 'write' | 'inspect' }>

async function answer(request: Work): Promise<void> {
  const { id } = request
  try {
    if (!slots) throw new Error('The host was asked to write before it was started.')
    const slot = await (await slots).open(request.model)
    channel.send(await work(slot, request))
  } catch (thrown) {
    channel.send({ type: 'failed', id, error: toAppError(thrown).toEnvelope() })
  } finally {
    aborted.delete(id)
  }
}

async function work(slot: Slot, request: Work): Promise<HostAnswer> {
  const { id } = request
  if (request.type === 'inspect') {
    return { type: 'inspected', id, inspection: await inspect(slot, request) }
  }
  const drafts = await writeDrafts({
    slot,
    request,
    isAborted: () => aborted.has(id),
    onPieces: (pieces) => channel.send({ type: 'pieces', id, pieces })
  })
  return { type: 'drafts', id, drafts }
}
