import http from 'node:http'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { freePort, serve } from './served'

/** `fetch` sets Host and Origin itself, so these are sent by hand. */
function raw(options: {
  port: number
  method: string
  path: string
  headers: Record<string, string>
  body?: string
}): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = http.request(
      { ...options, host: '127.0.0.1', agent: false },
      ({ statusCode = 0 }) => {
        resolve(statusCode)
        request.destroy()
      }
    )
    // After the answer a broken connection is no failure: the promise is settled.
    request.on('error', reject)
    request.end(options.body)
  })
}

test('every foreign Host, Origin, method and token is refused, in every combination', async () => {
  const { server, token, call } = await serve()
  const port = server.port
  const own = `127.0.0.1:${String(port)}`
  const hosts = [
    own,
    `localhost:${String(port)}`,
    'evil.example',
    `evil.example:${String(port)}`,
    `127.0.0.1:${String(port + 1)}`,
    `127.0.0.1.evil.example:${String(port)}`
  ]
  const origins = [
    null,
    `http://${own}`,
    'https://evil.example',
    'null',
    'app://understudy',
    `http://127.0.0.1:${String(port + 1)}`,
    `https://${own}`
  ]
  const tokens = [token, null, 'wrong', `${token}x`, token.slice(1)]
  const methods = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']
  const paths = ['/v1/models', '/v1/chat/completions', '/v1/drafts', '/v1/personas']
  let entered = 0
  for (const host of hosts)
    for (const origin of origins)
      for (const given of tokens)
        for (const method of methods) {
          const path = paths[(entered + methods.indexOf(method)) % paths.length] ?? ''
          const status = await raw({
            port,
            method,
            path,
            headers: {
              host,
              ...(origin === null ? {} : { origin }),
              ...(given === null ? {} : { authorization: `Bearer ${given}` })
            }
          })
          const isOwn = hosts.indexOf(host) < 2 && origins.indexOf(origin) < 2 && given === token
          const what = `${method} ${path} host ${host} origin ${String(origin)} token ${String(given)}`
          if (isOwn) entered += 1
          else expect([400, 401, 403], what).toContain(status)
          if (isOwn) expect([200, 400, 404], what).toContain(status)
        }
  expect(entered).toBe(2 * 2 * methods.length)
  const { refused } = await call('server.status', {})
  expect(refused).toBeGreaterThan(100)
})

test('a page of a browser is refused even without an Origin; other tokens end with the old one', async () => {
  const { ask, call } = await serve()
  expect((await ask('/models', { headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(403)
  expect((await ask('/models', { headers: { 'sec-fetch-site': 'same-origin' } })).status).toBe(200)
  const { token } = await call('server.renewToken', {})
  expect((await ask('/models')).status).toBe(401)
  expect((await ask('/models', { token })).status).toBe(200)
  expect((await call('server.token', {})).token).toBe(token)
})

test('bodies are bounded and must be JSON; unknown routes say what there is', async () => {
  const { ask, model, server, token } = await serve()
  const post = (body: string) => ask('/chat/completions', { method: 'POST', body })
  // The answer comes before such a body is read to its end, which not every client waits for.
  const large = await raw({
    port: server.port,
    method: 'POST',
    path: '/v1/chat/completions',
    headers: { authorization: `Bearer ${token}` },
    body: JSON.stringify({ model, messages: [{ role: 'user', content: 'x'.repeat(1_100_000) }] })
  })
  expect(large).toBe(413)
  const broken = await post('{"model":')
  expect(broken.status).toBe(400)
  const Body = z.object({ error: z.object({ message: z.string(), type: z.string() }) })
  expect(Body.parse(await broken.json()).error.message).toBe('The body is not JSON.')
  const unknown = await ask('/embeddings', { method: 'POST', body: '{}' })
  expect(unknown.status).toBe(404)
  expect(Body.parse(await unknown.json()).error.message).toContain('/v1/chat/completions')
})

test('off by default and off again; a taken port is said in a sentence', async () => {
  const { call, server, ask } = await serve()
  const off = await call('server.update', { on: false })
  expect(off.state).toBe('off')
  await expect(ask('/models')).rejects.toThrow()
  const taken = await freePort()
  const other = http.createServer()
  await new Promise<void>((resolve) => other.listen(taken, '127.0.0.1', resolve))
  const failed = await call('server.update', { on: true, port: taken })
  expect(failed).toMatchObject({ state: 'failed', error: { code: 'conflict' } })
  await new Promise((resolve) => other.close(resolve))
  expect((await call('server.update', { port: server.port })).state).toBe('on')
  expect((await ask('/models')).status).toBe(200)
})
