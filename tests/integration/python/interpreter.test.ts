import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { containing } from '../../fixtures/containing'
import { findLinks } from '../../../src-main/python/find-links'
import { findInterpreter } from '../../../src-main/python/interpreter'
import { temporaryFolder } from '../../fixtures/project'

/** A folder for PATH with programs that answer as an interpreter of this version would. */
function folderOf(programs: Record<string, string>): string {
  const dir = temporaryFolder()
  for (const [name, body] of Object.entries(programs)) {
    fs.writeFileSync(path.join(dir, name), `#!/bin/sh\n${body}\n`, { mode: 0o755 })
  }
  return dir
}
const says = (version: string) => `printf '%s\\n' ${version} "$0"`
const emptyShim = 'echo "command not found" >&2; exit 127'

test('the oldest tested version comes first; shims that lead nowhere are passed over', async () => {
  const dir = folderOf({
    'python3.11': emptyShim,
    'python3.12': says('3.12.4'),
    python3: says('3.13.0')
  })
  expect(await findInterpreter({ PATH: dir })).toEqual({
    path: path.join(dir, 'python3.12'),
    version: '3.12.4'
  })
})

test('an old python3 does not count', async () => {
  const dir = folderOf({ python3: says('3.9.6') })
  await expect(findInterpreter({ PATH: dir })).rejects.toMatchObject({ code: 'python_missing' })
})

test('UNDERSTUDY_PYTHON decides alone, and says so when it cannot', async () => {
  const dir = folderOf({ mine: says('3.13.1'), old: says('3.8.0'), python3: says('3.12.0') })
  const mine = path.join(dir, 'mine')
  expect(await findInterpreter({ PATH: dir, UNDERSTUDY_PYTHON: mine })).toMatchObject({
    path: mine
  })
  await expect(
    findInterpreter({ PATH: dir, UNDERSTUDY_PYTHON: path.join(dir, 'old') })
  ).rejects.toMatchObject({ message: containing('Python 3.8.0, which is too old') })
  await expect(
    findInterpreter({ PATH: dir, UNDERSTUDY_PYTHON: path.join(dir, 'none') })
  ).rejects.toMatchObject({ message: containing('does not start') })
})

test('pip’s own wheel folders are handed to uv, each once', async () => {
  const pip = folderOf({ python3: 'echo "/wheels"' })
  const links = await findLinks(path.join(pip, 'python3'), {
    PATH: process.env['PATH'],
    PIP_FIND_LINKS: '/wheels /more',
    UV_FIND_LINKS: '/own'
  })
  expect(links).toBe('/own,/wheels,/more')
})
