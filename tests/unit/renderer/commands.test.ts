import { afterEach, describe, expect, test, vi } from 'vitest'
import type { CommandId } from '@contract/commands'
import {
  allAvailable,
  available,
  find,
  register,
  runCommand
} from '../../../src-renderer/ui/commands/registry'
import { wordsOf } from '../../../src-renderer/ui/commands/words-of'

const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
})

let order = 0
const add = (id: CommandId, options: { title?: string; layer?: number; order?: number } = {}) => {
  const run = vi.fn()
  order += 1
  const end = register({ id, title: id, layer: 0, order, icon: () => null, run, ...options })
  ends.push(end)
  return { run, end }
}

describe('commands that can be run', () => {
  test('the newest component wins, and the older has its turn again when that is gone', () => {
    const frame = add('app.new', { title: 'New persona' })
    const screen = add('app.new', { title: 'Add topics' })
    expect(find('app.new')?.title).toBe('Add topics')
    runCommand('app.new')
    expect(screen.run).toHaveBeenCalledTimes(1)
    expect(frame.run).not.toHaveBeenCalled()
    screen.end()
    runCommand('app.new')
    expect(frame.run).toHaveBeenCalledTimes(1)
  })

  test('one that comes back after a moment keeps its place', () => {
    add('app.stop', { title: 'screen', order: 10 })
    add('app.stop', { title: 'frame, again', order: 3 })
    expect(find('app.stop')?.title).toBe('screen')
  })

  test('what only another layer does is not done', () => {
    const dialog = add('app.commit', { layer: 1 })
    expect(runCommand('app.commit', 0)).toBe(false)
    expect(runCommand('app.commit', 1)).toBe(true)
    expect(dialog.run).toHaveBeenCalledTimes(1)
    expect(available().map(({ id }) => id)).not.toContain('app.commit')
  })

  test('each stands once, in the order of the map; rows of a list under their own names', () => {
    add('model.use', { title: 'Use as writer: one' })
    add('model.use', { title: 'Use as writer: two' })
    add('go.home')
    expect(available().map(({ id }) => id)).toEqual(['go.home', 'model.use'])
    expect(allAvailable(0).map(({ title }) => title)).toEqual([
      'go.home',
      'Use as writer: one',
      'Use as writer: two'
    ])
  })
})

test('a command is called what its button says', () => {
  expect(wordsOf(['Write drafts for ', 6])).toBe('Write drafts for 6')
  expect(wordsOf([null, false, 'Stop'])).toBe('Stop')
})
