import http from 'node:http'
import net, { type AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { startHub } from '../../fixtures/hub/hub-double'
import { STRANGER } from '../../fixtures/hub/refusals'
import type { Access } from '../../fixtures/hub/repository'
import { tinyModel } from '../../fixtures/hub/tiny-model'
import { hubProject } from './hub-project'

const LLAMA = 'meta-llama/Llama-3.2-1B-Instruct'

async function open() {
  const access: Record<string, Access> = {
    hf_accepted: 'accepted',
    hf_pending: 'pending',
    hf_rejected: 'rejected',
    hf_none: 'none',
    hf_fine: 'fineGrained',
    hf_expired: 'expired'
  }
  const hub = await startHub({ [LLAMA]: { files: tinyModel(), gated: true, access } })
  return { hub, ...(await hubProject(hub)) }
}

/** The error of a download with this token. */
async function failure(
  { call, download }: Pick<Awaited<ReturnType<typeof open>>, 'call' | 'download'>,
  {
    token = null,
    repository = LLAMA,
    revision
  }: { token?: string | null; repository?: string; revision?: string }
) {
  await call('hub.update', { token })
  const { state } = await download(repository, revision)
  if (state.status !== 'failed') throw new Error(`It ended as ${state.status}.`)
  const { code, message, remedy } = state.error
  return { code, said: `${message} ${remedy?.text ?? ''}` }
}

test('each refusal of a gated model has its own sentence and its remedy', async () => {
  const project = await open()
  const page = `${project.hub.url}/${LLAMA}`
  const without = await failure(project, {})
  expect(without.code).toBe('hub_unauthorized')
  expect(without.said).toContain('is gated: its authors want to know who fetches it')
  expect(without.said).toContain(`Accept the licence at ${page}, make a token there`)

  const wrong = await failure(project, { token: STRANGER })
  expect(wrong).toMatchObject({ code: 'hub_unauthorized' })
  expect(wrong.said).toContain(
    'does not accept the token any more: it is wrong, expired or revoked'
  )
  expect((await failure(project, { token: 'hf_expired' })).said).toBe(wrong.said)

  const licence = await failure(project, { token: 'hf_none' })
  expect(licence).toMatchObject({ code: 'hub_gated' })
  expect(licence.said).toContain('Your token is fine, but the licence')
  expect(licence.said).toContain(page)

  const pending = await failure(project, { token: 'hf_pending' })
  expect(pending.said).toContain('its authors have not answered yet')
  const rejected = await failure(project, { token: 'hf_rejected' })
  expect(rejected.said).toContain('have declined your request')
  const fine = await failure(project, { token: 'hf_fine' })
  expect(fine.said).toContain('has not the right to read gated repositories')

  const sentences = [without, wrong, licence, pending, rejected, fine].map(({ said }) => said)
  expect(new Set(sentences).size).toBe(sentences.length)
})

test('with the right token it comes, and the token goes to the hub alone', async () => {
  const { hub, call, download, open: reopen } = await open()
  expect(await call('hub.settings', {})).toMatchObject({ hasToken: false, tokenKept: false })
  await call('hub.update', { token: 'hf_accepted' })
  expect((await download(LLAMA)).state.status).toBe('succeeded')
  const sent = (host: 'hub' | 'store') =>
    new Set(hub.requests.filter((one) => one.host === host).map((one) => one.authorization))
  expect(sent('hub')).toEqual(new Set(['Bearer hf_accepted']))
  expect(sent('store')).toEqual(new Set([null]))

  // A token belongs to its address: another hub does not get it, and the old one has it again.
  const again = reopen().call
  expect(await again('hub.update', { address: 'https://mirror.example' })).toMatchObject({
    address: 'https://mirror.example',
    hasToken: false
  })
  expect(await again('hub.update', { address: `${hub.url}/` })).toMatchObject({ hasToken: true })
  expect(await again('hub.update', { token: null })).toMatchObject({ hasToken: false })
})

test('what is not there, private, or no longer there', async () => {
  const project = await open()
  const absent = await failure(project, { repository: 'nobody/nothing' })
  expect(absent.code).toBe('hub_not_found')
  expect(absent.said).toContain('There is no nobody/nothing at 127.0.0.1')
  expect(absent.said).toContain('or it is private')
  const known = await failure(project, { repository: 'nobody/nothing', token: 'hf_accepted' })
  expect(known.said).toContain('or your token may not see it')
  const old = await failure(project, { revision: 'long-gone', token: 'hf_accepted' })
  expect(old.said).toContain(
    'This version of meta-llama/Llama-3.2-1B-Instruct is no longer on the hub'
  )
})

test('no network, and something in between that is no hub', async () => {
  const project = await open()
  await project.call('hub.update', {
    address: await server((response) => response.end('<html>Sign in'))
  })
  const portal = await failure(project, {})
  expect(portal.said).toContain('does not speak as a model hub does')
  expect(portal.said).toContain('sign-in page')

  project.hub.close()
  await project.call('hub.update', { address: project.hub.url })
  const offline = await failure(project, {})
  expect(offline.code).toBe('hub_unreachable')
  expect(offline.said).toContain('could not be reached')
  expect(offline.said).toContain('Check the network connection')
})

/** A server that answers everything with 200 and this. */
async function server(answer: (response: http.ServerResponse) => void): Promise<string> {
  const listening = http.createServer((_request, response) => answer(response))
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    listening.closeAllConnections()
    listening.close()
  })
  const { port } = listening.address() as AddressInfo // listening on TCP, so it has one
  return `http://127.0.0.1:${port}`
}

test('a proxy carries the requests; one that refuses is told apart from the hub', async () => {
  const project = await open()
  await project.call('hub.update', { token: 'hf_accepted' })
  const through = await proxy('open')
  const carried = await hubProject(project.hub, { proxy: at(through.url) })
  await carried.call('hub.update', { token: 'hf_accepted' })
  expect((await carried.download(LLAMA)).state.status).toBe('succeeded')
  expect(through.connections()).toBeGreaterThan(0)

  const closed = await hubProject(project.hub, { proxy: at((await proxy('closed')).url) })
  const refused = await failure(closed, { repository: 'nobody/nothing' })
  expect(refused.code).toBe('hub_unreachable')
  expect(refused.said).toContain('The proxy did not let the request through')

  const { url } = await proxy('locked')
  const locked = await hubProject(project.hub, { proxy: at(url) })
  const asks = await failure(locked, { repository: 'nobody/nothing' })
  expect(asks.said).toContain('The proxy asks for a name and a password')
  const opened = await hubProject(project.hub, {
    proxy: { url, user: 'me', password: 'open sesame' }
  })
  await opened.call('hub.update', { token: 'hf_accepted' })
  expect((await opened.download(LLAMA)).state.status).toBe('succeeded')

  const gone = await hubProject(project.hub, { proxy: at('http://127.0.0.1:9') })
  const missing = await failure(gone, { repository: 'nobody/nothing' })
  expect(missing.said).toContain('could not be reached through the proxy')
})

const at = (url: string) => ({ url, user: '', password: null })

/** A proxy that tunnels, refuses, or asks for a name and password. */
async function proxy(kind: 'open' | 'closed' | 'locked') {
  let connections = 0
  const listening = http.createServer((_request, response) => response.writeHead(400).end())
  listening.on('connect', (request: http.IncomingMessage, socket: net.Socket, head: Buffer) => {
    connections += 1
    const knows = request.headers['proxy-authorization'] === `Basic ${btoa('me:open sesame')}`
    if (kind === 'closed' || (kind === 'locked' && !knows)) {
      const status = kind === 'closed' ? '403 Forbidden' : '407 Proxy Authentication Required'
      socket.end(`HTTP/1.1 ${status}\r\nContent-Length: 0\r\n\r\n`)
      return
    }
    const { hostname, port } = new URL(`http://${request.url ?? ''}`)
    const far = net.connect(Number(port), hostname, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      far.write(head)
      far.pipe(socket).pipe(far)
    })
    far.on('error', () => socket.destroy())
    socket.on('error', () => far.destroy())
  })
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    listening.closeAllConnections()
    listening.close()
  })
  const { port } = listening.address() as AddressInfo // listening on TCP, so it has one
  return { url: `http://127.0.0.1:${port}`, connections: () => connections }
}
