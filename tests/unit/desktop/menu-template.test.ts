import { expect, test, vi } from 'vitest'
import { commandIds, type AvailableCommands } from '@contract/commands'
import { menuTemplate } from '../../../src-main/desktop/menu-template'

type Item = ReturnType<typeof menuTemplate>[number]

const none: AvailableCommands = { commands: [], typing: false }

const build = (options: Partial<Parameters<typeof menuTemplate>[0]> = {}): Item[] =>
  flat(
    menuTemplate({ available: none, platform: 'linux', run: vi.fn(), edit: vi.fn(), ...options })
  )

/** All items below all menus; a submenu that is built by us is a list. */
const flat = (items: Item[]): Item[] =>
  items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flat(item.submenu) : [])])

const press = (items: Item[], id: string): void => {
  const click = items.find((item) => item.id === id)?.click as (() => void) | undefined
  click?.()
}

test.each(['darwin', 'linux', 'win32'])('on %s every command is in the menu once', (platform) => {
  const ids = build({ platform }).flatMap(({ id }) => id ?? [])
  expect(ids.toSorted()).toEqual([...commandIds].toSorted())
})

test('what cannot be done now is greyed, what can has its name of the moment', () => {
  const run = vi.fn()
  const items = build({
    run,
    available: {
      commands: [{ id: 'persona.write', title: 'Write drafts for 6 & more' }],
      typing: false
    }
  })
  expect(items.find(({ id }) => id === 'persona.rank')).toMatchObject({ enabled: false })
  const write = items.find(({ id }) => id === 'persona.write')
  expect(write).toMatchObject({ enabled: true, label: 'Write drafts for 6 && more' })
  press(items, 'persona.write')
  expect(run).toHaveBeenCalledExactlyOnceWith('persona.write')
})

test('keys are shown, but the window is the only one that listens to them', () => {
  for (const item of build()) {
    if (item.id && item.accelerator) expect(item.registerAccelerator).toBe(false)
  }
})

test('only chords are accelerators: a single letter would be taken from text fields', () => {
  const accelerators = build().flatMap(({ id, accelerator }) => (id && accelerator) || [])
  expect(accelerators.length).toBeGreaterThan(10)
  for (const accelerator of accelerators) expect(accelerator).toMatch(/^CommandOrControl\+/)
  expect(accelerators).toContain('CommandOrControl+Shift+Z')
  expect(accelerators).toContain('CommandOrControl+Plus')
})

test('Undo is the screen’s, and in a text field the text’s own', () => {
  const commands = [{ id: 'app.undo' as const, title: 'Undo the ranking' }]
  const [run, edit] = [vi.fn(), vi.fn()]
  const onScreen = build({ run, edit, available: { commands, typing: false } })
  expect(onScreen.find(({ id }) => id === 'app.undo')?.label).toBe('Undo the ranking')
  press(onScreen, 'app.undo')
  expect(run).toHaveBeenCalledWith('app.undo')
  press(build({ run, edit, available: { commands, typing: true } }), 'app.undo')
  expect(edit).toHaveBeenCalledExactlyOnceWith('undo')
  expect(run).toHaveBeenCalledTimes(1)
})

test('the system’s own acts stay', () => {
  const roles = build({ platform: 'darwin' }).flatMap(({ role }) => role ?? [])
  expect(roles).toEqual(
    expect.arrayContaining(['cut', 'copy', 'paste', 'selectAll', 'quit', 'close', 'windowMenu'])
  )
})
