import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const renderer = join(import.meta.dirname, '../../../src-renderer')

it('has no rule about any sibling of anything: it would style long lists whole while they scroll', () => {
  const rules = globSync('**/*.css', { cwd: renderer }).flatMap((file) =>
    readFileSync(join(renderer, file), 'utf8')
      .replaceAll(/\/\*.*?\*\//gs, '')
      .split('\n')
      .filter((line) => /\*\s*[+~]\s*\*/.test(line))
      .map((line) => `${file}: ${line.trim()}`)
  )
  expect(rules).toEqual([])
})
