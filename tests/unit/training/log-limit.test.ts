import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { limitLog } from '../../../src-main/training/log-limit'
import { temporaryFolder } from '../../fixtures/project'

test('a log past its limit keeps its end, and whoever appends goes on after it', () => {
  const file = path.join(temporaryFolder(), 'log.txt')
  limitLog(file, 20, 5)
  const appending = fs.openSync(file, 'a')
  fs.writeSync(appending, 'x'.repeat(20))
  limitLog(file, 20, 5)
  expect(fs.statSync(file).size).toBe(20)
  fs.writeSync(appending, 'the end')
  limitLog(file, 20, 5)
  fs.writeSync(appending, ', and more')
  fs.closeSync(appending)
  expect(fs.readFileSync(file, 'utf8')).toBe(
    '(22 bytes of this log were left out)\ne end, and more'
  )
})
