/**
 * Whether an address leads to this computer itself, so that what is sent there stays here. No
 * address counts as this computer: LM Studio's usual place is.
 */
export const isThisComputer = (baseUrl: string): boolean => {
  if (baseUrl === '') return true
  const host = hostOf(baseUrl)
  if (host === null) return false
  return host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || loopback(host)
}

/** `box.lan` of `http://box.lan:1234/v1`; null when it is no address. */
export const hostOf = (baseUrl: string): string | null =>
  URL.canParse(baseUrl) ? new URL(baseUrl).hostname : null

/** The whole of 127.0.0.0/8 (RFC 1122, 3.2.1.3). */
const loopback = (host: string): boolean => /^127\.\d+\.\d+\.\d+$/.test(host)
