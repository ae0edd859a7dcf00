import { z } from 'zod'
import { Id, Nothing } from './common'
import { Model } from './models'

/** `organisation/name`, as a model hub names a repository; each part is also a safe file name. */
export const RepositoryId = z
  .string()
  .trim()
  .regex(
    /^[A-Za-z0-9][\w.-]{0,95}\/[A-Za-z0-9][\w.-]{0,95}$/,
    'Write it as organisation/name, as in Qwen/Qwen3-0.6B.'
  )
export type RepositoryId = z.infer<typeof RepositoryId>

/** A branch, a tag or a commit hash. */
export const Revision = z
  .string()
  .trim()
  .regex(/^[\w][\w./-]{0,199}$/, 'A revision is a branch, a tag or a commit.')
  .refine((revision) => !revision.includes('..'), 'A revision is a branch, a tag or a commit.')

/** What was typed: `organisation/name`, the same with `@revision`, or a page's whole address. */
export function readRepository(typed: string): { repository: string; revision: string } | null {
  const rest = typed.trim().replace(/^https?:\/\/[^/]+\//, '')
  const page = /^([^/@]+\/[^/@]+)\/tree\/([^?#]+)/.exec(rest)
  const [repository = '', revision = 'main'] = page
    ? page.slice(1)
    : rest.replace(/[/?#]+$/, '').split('@')
  const fits = RepositoryId.safeParse(repository).success && Revision.safeParse(revision).success
  return fits ? { repository: repository.trim(), revision: revision.trim() } : null
}

export const Licence = z.object({ name: z.string(), url: z.url({ protocol: /^https?$/ }) })
export type Licence = z.infer<typeof Licence>

/** Whether a base can be trained in this machine's memory, with short drafts and the default LoRA. */
export const Fit = z.object({
  /** `qlora`: only with its weights in 4 bits. */
  verdict: z.enum(['lora', 'qlora', 'none']),
  /** What it takes in the way that the verdict names; for `none`, the least it could take. */
  bytes: z.number(),
  /** What is safe to take of the device's memory, or the machine's. */
  safeBytes: z.number()
})
export type Fit = z.infer<typeof Fit>

/** Where a repository's files stand on this machine. */
export const BaseState = z.discriminatedUnion('state', [
  z.object({ state: z.literal('absent') }),
  /** Begun and not whole. `totalBytes` is null before the hub named its files. */
  z.object({ state: z.literal('partial'), bytes: z.number(), totalBytes: z.number().nullable() }),
  /** Whole, but not yet a base of this project: adding it fetches nothing. */
  z.object({ state: z.literal('onMachine') }),
  z.object({ state: z.literal('added'), modelId: Id })
])
export type BaseState = z.infer<typeof BaseState>

/** A repository that can be fetched: one of the catalogue's, or one that the person named. */
export const HubBase = z.object({
  repository: z.string(),
  /** Its page on the hub that is set. */
  page: z.string(),
  name: z.string(),
  /** Null for a repository outside the catalogue. */
  facts: z
    .object({
      parameters: z.number(),
      licence: Licence,
      /** Its authors ask for a token, and for their licence to be accepted on the page. */
      gated: z.boolean(),
      downloadBytes: z.number(),
      /** Tokens that it was made to read. */
      contextLength: z.int(),
      template: z.string(),
      /** A sentence on what is particular about it. */
      note: z.string().nullable()
    })
    .nullable(),
  fit: Fit.nullable(),
  state: BaseState,
  /** The newest job that fetches it, also when it has stopped. */
  jobId: Id.nullable()
})
export type HubBase = z.infer<typeof HubBase>

/** A base of this project. */
export const OwnBase = z.object({
  model: Model,
  source: z.enum(['starter', 'hub', 'folder', 'gguf']),
  /** Null where its shape is not known. */
  fit: Fit.nullable(),
  /** What training on it inherits, in a sentence. */
  warning: z.string().nullable()
})
export type OwnBase = z.infer<typeof OwnBase>

/** What a check of a folder or GGUF file found; it can be added when there are no problems. */
export const FolderCheck = z.object({
  path: z.string(),
  kind: z.enum(['folder', 'gguf']),
  suggestedName: z.string(),
  sizeBytes: z.number(),
  architecture: z.string().nullable(),
  parameters: z.number().nullable(),
  fit: Fit.nullable(),
  /** Sentences, all at once. */
  problems: z.array(z.string()),
  /** Sentences that do not stand in its way. */
  warnings: z.array(z.string())
})
export type FolderCheck = z.infer<typeof FolderCheck>

export const HubSettings = z.object({
  /** The hub or a mirror of it, without a path behind it. */
  address: z.string(),
  hasToken: z.boolean(),
  /** False where the system has no keychain: a token then lasts until the app quits. */
  tokenKept: z.boolean()
})
export type HubSettings = z.infer<typeof HubSettings>

const Address = z.union([
  z.literal(''),
  z.url({ protocol: /^https?$/, error: 'An address begins with http:// or https://.' })
])

export const hubCalls = {
  'hub.settings': { input: Nothing, output: HubSettings },
  /** What is left out stays. An empty address is the usual hub; a token of null is forgotten. */
  'hub.update': {
    input: z.object({
      address: Address.optional(),
      token: z.string().trim().min(1).max(500).nullable().optional()
    }),
    output: HubSettings
  },
  /** The project's base models, the starter first, with what fits this machine. */
  'bases.list': { input: Nothing, output: z.array(OwnBase) },
  /** What can be fetched. Asks nobody: what the hub has now is known only to a download. */
  'bases.catalogue': {
    input: Nothing,
    output: z.object({ bases: z.array(HubBase), freeBytes: z.number() })
  },
  /** Fetches a repository as a job, or goes on with one; adds at once what is here already. */
  'bases.download': {
    input: z.object({ repository: RepositoryId, revision: Revision.default('main') }),
    output: z.object({ jobId: Id })
  },
  /** Deletes what a stopped download has left behind. */
  'bases.discard': { input: z.object({ repository: RepositoryId }), output: Nothing },
  /** All that is wrong with a folder or GGUF file, before anything is done with it. */
  'bases.check': { input: z.object({ path: z.string().min(1).max(4096) }), output: FolderCheck },
  /** Adds a checked folder or GGUF file: where it is, or as a copy that a job makes. */
  'bases.import': {
    input: z.object({
      path: z.string().min(1).max(4096),
      name: z.string().trim().min(1, 'A base model needs a name.').max(80),
      how: z.enum(['inPlace', 'copy'])
    }),
    output: z.discriminatedUnion('done', [
      z.object({ done: z.literal(true), model: Model }),
      z.object({ done: z.literal(false), jobId: Id })
    ])
  },
  /**
   * Takes a base out of the project. Files that Understudy fetched or copied are deleted, for good;
   * those of the person stay. Refused while a run or a model needs it.
   */
  'bases.remove': { input: z.object({ id: Id }), output: Nothing }
}
