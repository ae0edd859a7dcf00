import fs from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { PersonaInput } from '@contract/personas'

const Texts = z.object({
  personas: z.array(
    PersonaInput.extend({
      topics: z.array(
        z.object({
          title: z.string(),
          prompt: z.string(),
          kind: z.string().nullable(),
          /** The folder of its drafts: `1.md`, `2.md`, `3.md`. */
          folder: z.string()
        })
      )
    })
  )
})

type Topic = z.infer<typeof Texts>['personas'][number]['topics'][number]
export type SamplePersona = PersonaInput & {
  topics: (Omit<Topic, 'folder'> & { drafts: string[] })[]
}

const DRAFTS = ['1.md', '2.md', '3.md']

/** The sample as it ships: `sample.json` says who writes about what, the drafts lie beside it. */
export function readSample(resourcesDir: string): SamplePersona[] {
  const dir = path.join(resourcesDir, 'sample')
  const read = (...names: string[]): string =>
    fs.readFileSync(path.join(dir, ...names), 'utf8').trim()
  const { personas } = Texts.parse(JSON.parse(read('sample.json')))
  return personas.map(({ topics, ...persona }) => ({
    ...persona,
    topics: topics.map(({ folder, ...topic }) => ({
      ...topic,
      drafts: DRAFTS.map((name) => read(folder, name))
    }))
  }))
}
