import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { SourceAnswer } from '@contract/python'
import { execa } from 'execa'
import { toAppError } from '../app-error'
import { TORCH_VERSION } from './environment'
import { findLinks } from './find-links'
import { findInterpreter, type Interpreter } from './interpreter'
import { torchNetwork } from './network'
import { withNetwork, type CheckContext } from './repairs'
import { errorOfUv } from './uv-errors'
import type { Uv } from './uv'

const TIMEOUT_MS = 60_000

/**
 * Asks for the lock's first package and for torch as a build would, by uv itself, so that index,
 * proxy, certificates and passwords are tried as they will be used. Nothing is installed or cached.
 */
export async function testSources(
  context: CheckContext
): Promise<{ packages: SourceAnswer; torch: SourceAnswer }> {
  const found = await findInterpreter(context.env).catch(toAppError)
  if (!('path' in found)) {
    const failed: SourceAnswer = { state: 'failed', error: found.toEnvelope() }
    return { packages: failed, torch: failed }
  }
  const { environment, env } = context
  const first = firstPin(fs.readFileSync(environment.requirements, 'utf8'))
  const links = await findLinks(found.path, env)
  const forTorch = { ...torchNetwork(await context.sources()), UV_FIND_LINKS: links || undefined }
  return {
    packages: await ask(first, await withNetwork(context), found),
    torch: await ask(`torch==${TORCH_VERSION}`, await withNetwork(context, forTorch), found)
  }
}

/** `accelerate==1.15.0` of a lock's first line, without its conditions. */
const firstPin = (requirements: string): string =>
  /^[A-Za-z0-9][^\s;\\]*/m.exec(requirements)?.[0] ?? ''

async function ask(pin: string, { uv, env, hide }: Uv, python: Interpreter): Promise<SourceAnswer> {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'understudy-sources-'))
  const wanted = path.join(dir, 'wanted.txt')
  fs.writeFileSync(wanted, `${pin}\n`)
  const begunAt = performance.now()
  try {
    const args = [
      ...['pip', 'compile', '--no-config', '--no-deps', '--no-cache', '--no-header', '--quiet'],
      ...['--emit-index-annotation', '--no-annotate', '--python', python.path, wanted]
    ]
    const { exitCode, stdout, stderr, timedOut } = await execa(uv, args, {
      env,
      extendEnv: false,
      reject: false,
      timeout: TIMEOUT_MS
    })
    const answer = exitCode === 0 ? readPin(stdout) : null
    if (answer) {
      return { state: 'answered', ...answer, elapsedMs: Math.round(performance.now() - begunAt) }
    }
    const output = (hide ?? String)(timedOut ? `${stderr}\ntimed out` : stderr)
    const error = errorOfUv({ doing: `${pin.replace('==', ' ')} could not be asked for`, output })
    return { state: 'failed', error: error.toEnvelope() }
  } finally {
    fs.rmSync(dir, { recursive: true, force: true })
  }
}

/** uv's one line, `torch==2.13.0+cpu`, and under it whence: `# from https://…`. */
function readPin(text: string): { found: string; host: string } | null {
  const [, name, version] = /^([^\s=]+)==(\S+)/m.exec(text) ?? []
  const from = /# from (\S+)/.exec(text)?.[1] ?? ''
  if (name === undefined || version === undefined) return null
  const host = URL.canParse(from) ? new URL(from).host : ''
  return { found: `${name} ${version}`, host: host === '' ? 'this computer' : host }
}
