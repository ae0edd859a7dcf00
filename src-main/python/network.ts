import type { OpenSource, OpenSources } from './sources'

/**
 * The sources as the environment variables that uv documents. Passwords of an index go in variables
 * of their own, so that no address in a log has one; the proxy's has no other place than its address.
 */
export function uvNetwork(
  { index, proxy, systemCertificates }: OpenSources,
  env: NodeJS.ProcessEnv
): NodeJS.ProcessEnv {
  return {
    ...env,
    ...proxyVariables(proxy),
    ...(index.url === ''
      ? {}
      : { ...named('UV_DEFAULT_INDEX', 'packages', index), UV_INDEX_URL: undefined }),
    ...(systemCertificates ? { UV_SYSTEM_CERTS: 'true' } : {})
  }
}

/** Beside `uvNetwork`, while torch is installed: its own index is asked first. */
export const torchNetwork = ({ torch }: OpenSources): NodeJS.ProcessEnv =>
  torch.url === '' ? {} : named('UV_INDEX', 'torch', torch)

/** The same for pip, which takes credentials only within an address and hides them in what it says. */
export function pipNetwork(
  { index, torch, proxy }: OpenSources,
  { forTorch }: { forTorch: boolean }
): NodeJS.ProcessEnv {
  const own = forTorch && torch.url !== '' ? torch : index
  return {
    ...proxyVariables(proxy),
    ...(own.url === '' ? {} : { PIP_INDEX_URL: withCredentials(own) }),
    ...(own === torch && index.url !== '' ? { PIP_EXTRA_INDEX_URL: withCredentials(index) } : {})
  }
}

/** Makes text safe for a log: whatever it quotes, a password is not in it. */
export function hiderOf({ index, torch, proxy }: OpenSources): (text: string) => string {
  const secrets = [index, torch, proxy].flatMap(({ password }) =>
    password === null ? [] : [password, encodeURIComponent(password)]
  )
  return (text) => secrets.reduce((safe, secret) => safe.replaceAll(secret, '•••'), text)
}

/** An index with a name, as uv wants it for credentials of its own. */
function named(variable: string, name: string, { url, user, password }: OpenSource) {
  const prefix = `UV_INDEX_${name.toUpperCase()}`
  return {
    [variable]: `${name}=${url}`,
    ...(user === '' && password === null
      ? {}
      : { [`${prefix}_USERNAME`]: user, [`${prefix}_PASSWORD`]: password ?? '' })
  }
}

/** In both spellings: a program that reads the other one first would pass the proxy by. */
function proxyVariables(proxy: OpenSource): NodeJS.ProcessEnv {
  if (proxy.url === '') return {}
  const url = withCredentials(proxy)
  const names = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY']
  return Object.fromEntries(
    names.flatMap((name) => [
      [name, url],
      [name.toLowerCase(), url]
    ])
  )
}

function withCredentials({ url, user, password }: OpenSource): string {
  const full = new URL(url)
  full.username = encodeURIComponent(user)
  full.password = encodeURIComponent(password ?? '')
  return full.href
}
