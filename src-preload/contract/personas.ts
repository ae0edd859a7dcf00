import { z } from 'zod'
import { Id, Nothing, Timestamp } from './common'
import { Writer } from './generation'

/** A control tag such as `tone: dry`; rendered as `[TONE=dry]` in prompts and training rows. */
export const Tag = z.object({
  key: z.enum(['tone', 'domain', 'device']),
  value: z
    .string()
    .trim()
    .min(1, 'A tag needs a value.')
    .max(60, 'A tag is at most 60 characters.')
    .regex(/^[^[\]=\n]*$/, 'A tag cannot hold brackets, equals signs or line breaks.')
})
export type Tag = z.infer<typeof Tag>

export const PersonaInput = z.object({
  name: z
    .string()
    .trim()
    .min(1, 'A persona needs a name.')
    .max(120, 'A persona’s name is at most 120 characters.'),
  description: z
    .string()
    .trim()
    .min(1, 'Describe the voice in a sentence or two.')
    .max(8000, 'The voice is at most 8,000 characters.'),
  tags: z.array(Tag).max(24, 'A persona has at most 24 tags.').default([]),
  /** Phrases that the voice never uses; told to the model. */
  keepOut: z
    .array(
      z
        .string()
        .trim()
        .min(1, 'A phrase to keep out needs a word.')
        .max(80, 'A phrase to keep out is at most 80 characters.')
    )
    .max(40, 'A persona keeps out at most 40 phrases.')
    .default([])
})
export type PersonaInput = z.infer<typeof PersonaInput>

export const Persona = z.object({
  id: Id,
  name: z.string(),
  description: z.string(),
  tags: z.array(Tag),
  keepOut: z.array(z.string()),
  /** Its own writer and number of drafts; null for the default of the settings. */
  writer: Writer.nullable(),
  draftsPerTopic: z.int().nullable(),
  /** It came with the app. */
  sample: z.boolean(),
  /** The system message every draft of this persona is written and trained with. */
  systemMessage: z.string(),
  createdAt: Timestamp,
  updatedAt: Timestamp,
  counts: z.object({
    topics: z.int(),
    withoutDrafts: z.int(),
    toRank: z.int(),
    ranked: z.int(),
    /** Ordered pairs that the current rankings and edits make. */
    pairs: z.int()
  })
})
export type Persona = z.infer<typeof Persona>

export const personaCalls = {
  'personas.list': { input: Nothing, output: z.array(Persona) },
  'personas.get': { input: z.object({ id: Id }), output: Persona },
  'personas.create': { input: PersonaInput, output: Persona },
  'personas.update': { input: PersonaInput.extend({ id: Id }), output: Persona },
  'personas.setWriter': {
    input: z.object({
      id: Id,
      writer: Writer.nullable(),
      draftsPerTopic: z.int().min(2).max(4).nullable()
    }),
    output: Persona
  },
  /** Hides the persona with all that belongs to it; `personas.restore` brings everything back. */
  'personas.delete': {
    input: z.object({ id: Id }),
    output: z.object({ topics: z.int(), drafts: z.int(), rankings: z.int() })
  },
  'personas.restore': { input: z.object({ id: Id }), output: Persona }
}
