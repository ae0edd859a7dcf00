import fs from 'node:fs'
import path from 'node:path'
import { devTool, runUv, torchVersion } from '../../../scripts/prepare/dev-python.mjs'

const root = path.resolve(import.meta.dirname, '../../..')
const folder = path.join(root, '.cache', 'bench-python')
export const benchPython = path.join(folder, 'bin', 'python')

/**
 * The trainer's own locked packages with TRL beside them, in an environment apart: the app never
 * installs TRL.
 */
export async function prepareBenchPython(): Promise<void> {
  const lock = path.join(root, 'python-env', 'requirements.txt')
  const peers = path.join(import.meta.dirname, 'requirements.txt')
  const key = [lock, peers].map((file) => fs.readFileSync(file, 'utf8')).join('\n')
  const stamp = path.join(folder, 'understudy.key')
  if (fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === key) return
  console.log('Making the environment with TRL.')
  await runUv('venv', '--no-config', '--clear', '--python', devTool('python'), folder)
  const install = ['pip', 'install', '--no-config', '--python', benchPython]
  await runUv(...install, `torch==${torchVersion()}`)
  await runUv(...install, '--no-deps', '--require-hashes', '-r', lock)
  await runUv(...install, '-c', lock, '-r', peers)
  fs.writeFileSync(stamp, key)
}
