import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const renderer = join(import.meta.dirname, '../../../src-renderer')

it('has no rule about siblings known by nothing or by a role: long lists would be styled whole while they scroll', () => {
  const rules = globSync('**/*.css', { cwd: renderer }).flatMap((file) =>
    readFileSync(join(renderer, file), 'utf8')
      .replaceAll(/\/\*.*?\*\//gs, '')
      .split('\n')
      .filter((line) => /(?:\*|\[role[^\]]*\])\s*[+~]/.test(line))
      .map((line) => `${file}: ${line.trim()}`)
  )
  expect(rules).toEqual([])
})
