import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { placeOn, windowStateFile } from '../../../src-main/desktop/window-state'
import { temporaryFolder } from '../../fixtures/project'

const screen = { x: 0, y: 0, width: 1920, height: 1080 }
const second = { x: 1920, y: 0, width: 1600, height: 900 }

describe('where the window opens', () => {
  test('where it was', () => {
    const bounds = { x: 2000, y: 40, width: 1280, height: 800 }
    expect(placeOn(bounds, [screen, second])).toEqual(bounds)
  })

  test('in the middle of the first display when its own is gone', () => {
    const bounds = { x: 2000, y: 40, width: 1280, height: 800 }
    expect(placeOn(bounds, [screen])).toEqual({ x: 320, y: 140, width: 1280, height: 800 })
  })

  test('smaller, when the display became smaller', () => {
    const bounds = { x: 0, y: 0, width: 2560, height: 1400 }
    expect(placeOn(bounds, [screen])).toEqual({ x: 0, y: 0, width: 1920, height: 1080 })
  })

  test('back on the display when its title bar is above or beside it', () => {
    for (const [x, y] of [
      [100, -200],
      [1900, 100],
      [-1250, 100],
      [100, 1075]
    ] as const) {
      expect(placeOn({ x, y, width: 1280, height: 800 }, [screen])).toMatchObject({
        x: 320,
        y: 140
      })
    }
  })

  test('wherever the system likes, the first time', () => {
    expect(placeOn(null, [screen])).toBeNull()
  })
})

describe('the file of the window', () => {
  test('what was written is read at the next start', () => {
    const folder = path.join(temporaryFolder(), 'not there yet')
    const bounds = { x: 1, y: 2, width: 1000, height: 700 }
    windowStateFile(folder).update({ bounds, maximised: true, zoom: 1.25, theme: 'dark' })
    expect(windowStateFile(folder).read()).toEqual({
      bounds,
      maximised: true,
      fullScreen: false,
      zoom: 1.25,
      theme: 'dark',
      project: null
    })
    expect(fs.readdirSync(folder)).toEqual(['window.json'])
  })

  test.each(['', 'null', '{"bounds":"wide"', '[1]'])(
    'a damaged file costs its place: %s',
    (text) => {
      const folder = temporaryFolder()
      fs.writeFileSync(path.join(folder, 'window.json'), text)
      expect(windowStateFile(folder).read()).toMatchObject({ bounds: null, zoom: 1 })
    }
  )

  test('one bad value costs that value', () => {
    const folder = temporaryFolder()
    fs.writeFileSync(path.join(folder, 'window.json'), '{"zoom":90,"theme":"dark"}')
    expect(windowStateFile(folder).read()).toMatchObject({ zoom: 1, theme: 'dark' })
  })
})
