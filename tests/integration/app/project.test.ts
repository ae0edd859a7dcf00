import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { openTestApp } from '../../fixtures/app'
import { containing } from '../../fixtures/containing'
import { temporaryFolder } from '../../fixtures/project'

test('a project is one folder, made where there is none', async () => {
  const { projectDir, app } = await openTestApp()
  expect(fs.existsSync(path.join(projectDir, 'understudy.db'))).toBe(true)
  expect(app.projectName).toBe('Test project')
})

test('a folder that cannot be written to is refused with a sentence and a way out', async () => {
  const file = path.join(temporaryFolder(), 'a file')
  fs.writeFileSync(file, 'somebody’s work')
  await expect(openTestApp({ projectDir: path.join(file, 'project') })).rejects.toMatchObject({
    code: 'project_not_writable',
    message: containing('nothing was opened or changed'),
    remedy: { action: 'choose-project' }
  })
  expect(fs.readFileSync(file, 'utf8')).toBe('somebody’s work')
})

test('a project that is open already is not opened a second time', async () => {
  const { projectDir } = await openTestApp()
  await expect(openTestApp({ projectDir })).rejects.toMatchObject({ code: 'project_in_use' })
})

test('what was closed opens again with all it had', async () => {
  const first = await openTestApp()
  await first.call('personas.create', { name: 'Pilot', description: 'Dry.' })
  await first.app.close()
  const second = await openTestApp({ projectDir: first.projectDir })
  expect(await second.call('personas.list', {})).toMatchObject([{ name: 'Pilot' }])
  expect(await second.call('models.list', {})).toHaveLength(1)
})

test('a server that does not answer is a sentence, and writing here goes on', async () => {
  const { call } = await openTestApp()
  await call('engines.update', { server: { name: 'other', baseUrl: 'http://127.0.0.1:47' } })
  expect(await call('engines.serverStatus', { server: 'other' })).toMatchObject({
    state: 'notRunning',
    error: { code: 'engine_unreachable', message: containing('on port 47') }
  })
  const writers = await call('engines.writers', {})
  expect(writers.map(({ writer }) => writer.engine)).toEqual(['embedded'])
})
