import { expect, test } from 'vitest'
import { slug } from '../../../src-main/training/run-name'

test.each([
  ['Calm Engineer', 'calm-engineer'],
  ['  Élodie & Söhne, Ltd. ', 'elodie-sohne-ltd'],
  ['静かな技術者', '静かな技術者'],
  ['../../etc/passwd', 'etc-passwd'],
  ['!!!', ''],
  ['a'.repeat(60), 'a'.repeat(40)]
])('“%s” becomes “%s”', (name, expected) => {
  expect(slug(name)).toBe(expected)
})
