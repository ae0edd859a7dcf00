import { execa } from 'execa'

/**
 * Where pip is told to look for wheels on this machine, for uv, which does not read pip's settings.
 * Comma-separated, as `UV_FIND_LINKS` wants it; empty when there is nothing.
 */
export async function findLinks(interpreter: string, env: NodeJS.ProcessEnv): Promise<string> {
  const configured = await execa(interpreter, ['-m', 'pip', 'config', 'get', 'global.find-links'], {
    env,
    extendEnv: false,
    reject: false,
    timeout: 20_000
  })
  const ofPip = configured.exitCode === 0 ? configured.stdout : ''
  const all = [
    ...(env['UV_FIND_LINKS'] ?? '').split(','),
    ...(env['PIP_FIND_LINKS'] ?? '').split(/\s+/),
    ...ofPip.split(/\s+/)
  ]
  return [...new Set(all.filter((link) => link !== ''))].join(',')
}
