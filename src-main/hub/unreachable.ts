import { AppError } from '../app-error'

export const KEPT = 'What was fetched so far is kept.'

/** The connection did not come about or broke: worth another try. */
export class BrokenConnection extends AppError {}

/** No answer at all: which of network, proxy and certificate it was. */
export function unreachable({
  address,
  repository,
  reason,
  proxy = false
}: {
  address: string
  repository: string
  reason: unknown
  proxy?: boolean
}): AppError {
  const detail = saysOf(reason)
  const host = hostOf(address)
  if (/Proxy response \(407\)/.test(detail)) return proxyWants({ detail })
  if (/Proxy response|HTTP Tunneling|ERR_PROXY/i.test(detail)) {
    return new BrokenConnection({
      code: 'hub_unreachable',
      message: `The proxy did not let the request through to ${host}. ${KEPT}`,
      remedy: {
        text: 'Check the proxy in the Python settings, then continue.',
        action: 'open-python-settings'
      },
      detail
    })
  }
  if (/certificate|CERT_|SELF_SIGNED|ERR_TLS/i.test(detail)) {
    return new AppError({
      code: 'hub_unreachable',
      message: `The certificate of ${host} is not trusted, so nothing was sent there. ${KEPT}`,
      remedy: {
        text: 'Something between here and the hub may read along, as company networks do. Use another network, or a mirror that you trust.',
        action: 'open-base-models'
      },
      detail
    })
  }
  return new BrokenConnection({
    code: 'hub_unreachable',
    message: proxy
      ? `${host} could not be reached through the proxy while fetching ${repository}. ${KEPT}`
      : `${host} could not be reached while fetching ${repository}. ${KEPT}`,
    remedy: { text: 'Check the network connection, then continue.', action: 'retry' },
    detail
  })
}

export const proxyWants = ({ detail }: { detail: string }): AppError =>
  new AppError({
    code: 'hub_unreachable',
    message: `The proxy asks for a name and a password. ${KEPT}`,
    remedy: {
      text: 'Enter them with the proxy in the Python settings, then continue.',
      action: 'open-python-settings'
    },
    detail
  })

export const hostOf = (address: string): string =>
  URL.canParse(address) ? new URL(address).host : address

/** The message, its code, and those of its causes. */
function saysOf(reason: unknown): string {
  if (!(reason instanceof Error)) return String(reason)
  const code = 'code' in reason ? `${String(reason.code)} ` : ''
  const deeper = reason.cause === undefined ? '' : ` (${saysOf(reason.cause)})`
  return `${code}${reason.message}${deeper}`
}
