import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { commandIds, commandOf, defaultKeys, isSingleKey, menus, scopeOf } from '@contract/commands'

describe('the map of commands', () => {
  test('no two commands of one place have the same key', () => {
    const seen = new Map<string, string>()
    for (const id of commandIds) {
      for (const keys of defaultKeys(id)) {
        const place = `${scopeOf(id)} ${keys}`
        expect(seen.get(place), `${keys} of ${id}`).toBeUndefined()
        seen.set(place, id)
      }
    }
  })

  test('every command stands in a menu, under a name in sentence case', () => {
    for (const id of commandIds) {
      expect(menus).toContain(commandOf(id).menu)
      expect(commandOf(id).title).toMatch(/^[A-Z][^.!]*$/)
    }
  })

  test('a single key that works everywhere is no letter: letters belong to the screens', () => {
    const everywhere = commandIds.filter((id) => scopeOf(id) === 'everywhere')
    expect(everywhere.flatMap(defaultKeys).filter(isSingleKey)).toEqual(['?'])
  })

  test('no chord takes what every text field has: copy, paste, cut', () => {
    const chords = commandIds.flatMap(defaultKeys)
    for (const chord of ['mod+c', 'mod+v', 'mod+x', 'mod+q', 'mod+w', 'mod+h', 'mod+m']) {
      expect(chords).not.toContain(chord)
    }
  })

  test('every command is done somewhere in the window', () => {
    const source = sourcesOf(path.resolve('src-renderer')).join('\n')
    const undone = commandIds.filter((id) => !new RegExp(`['"]${id}['"]`).test(source))
    expect(undone).toEqual([])
  })
})

function sourcesOf(folder: string): string[] {
  return fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => fs.readFileSync(path.join(folder, name), 'utf8'))
}
