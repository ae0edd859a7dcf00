import path from 'node:path'
import { expect, test } from 'vitest'
import { createPlaces } from '../../../src-main/models/places'

const projectDir = path.resolve('/projects/My voice')
const resourcesDir = path.resolve('/app/resources')
const places = createPlaces({ projectDir, resourcesDir })

test.each([
  [
    'of the project',
    path.join(projectDir, 'models', 'calm', 'calm-F16.gguf'),
    'models/calm/calm-F16.gguf'
  ],
  [
    'shipped with the app',
    path.join(resourcesDir, 'fetched', 'models', 'a.gguf'),
    'resources:fetched/models/a.gguf'
  ],
  ['from elsewhere', path.resolve('/downloads/a.gguf'), path.resolve('/downloads/a.gguf')],
  [
    'in a folder whose name begins alike',
    path.resolve('/projects/My voice 2/a.gguf'),
    path.resolve('/projects/My voice 2/a.gguf')
  ],
  ['whose name begins with two dots', path.join(projectDir, '..a.gguf'), '..a.gguf']
])('a file %s is stored by its place and found again', (_where, file, stored) => {
  expect(places.store(file)).toBe(stored)
  expect(places.resolve(stored)).toBe(file)
  expect(places.resolve(file)).toBe(file)
})

test('a project inside the app’s resources stays movable', () => {
  const inside = createPlaces({ projectDir: path.join(resourcesDir, 'sample'), resourcesDir })
  expect(inside.store(path.join(resourcesDir, 'sample', 'models', 'a.gguf'))).toBe('models/a.gguf')
})

test('a moved project finds its files in its new place', () => {
  const stored = places.store(path.join(projectDir, 'models', 'a.gguf'))
  const moved = createPlaces({ projectDir: path.resolve('/elsewhere'), resourcesDir })
  expect(moved.resolve(stored)).toBe(path.resolve('/elsewhere/models/a.gguf'))
})
