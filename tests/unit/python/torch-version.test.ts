import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { TORCH_VERSION } from '../../../src-main/python/environment'

test('the app installs the torch that the trainer is locked to', () => {
  const project = path.resolve(import.meta.dirname, '../../../python-env/pyproject.toml')
  expect(fs.readFileSync(project, 'utf8')).toContain(`"torch==${TORCH_VERSION}"`)
})
