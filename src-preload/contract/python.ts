import { z } from 'zod'
import { ErrorEnvelope } from './errors'
import { Id, Nothing, Timestamp } from './common'

/** What a job that builds the environment goes through, in order; each repairs what it finds missing. */
export const PythonCheckName = z.enum(['uv', 'interpreter', 'torch', 'packages', 'probe'])
export type PythonCheckName = z.infer<typeof PythonCheckName>

export const PythonCheck = z.object({
  name: PythonCheckName,
  title: z.string(),
  state: z.enum(['ok', 'missing', 'failed', 'waiting']),
  detail: z.string()
})
export type PythonCheck = z.infer<typeof PythonCheck>

/** What `python -m trainer probe` prints. */
export const PythonProbe = z.object({
  python: z.string(),
  torch: z.string(),
  transformers: z.string(),
  peft: z.string(),
  device: z.enum(['cpu', 'mps', 'cuda']),
  deviceName: z.string(),
  memoryMb: z.number(),
  /** Matrix products a second in bf16 over those in fp32; above 1, bf16 is faster here. */
  bf16Speedup: z.number(),
  fourBit: z.boolean()
})
export type PythonProbe = z.infer<typeof PythonProbe>

export const PythonStatus = z.object({
  state: z.enum(['absent', 'building', 'ready', 'broken']),
  path: z.string(),
  checks: z.array(PythonCheck),
  probe: PythonProbe.nullable(),
  /** Whether what writes TensorBoard's and W&B's files is there too. */
  trackers: z.boolean().optional()
})
export type PythonStatus = z.infer<typeof PythonStatus>

/** Where packages come from, and by which way: an index, another one for torch's builds, a proxy. */
export const SourceName = z.enum(['index', 'torch', 'proxy'])
export type SourceName = z.infer<typeof SourceName>

/** Of a source; empty for what uv takes by itself. A name and a password have their own fields. */
export const SourceAddress = z
  .string()
  .trim()
  .max(500, 'An address is at most 500 characters.')
  .refine((text) => text === '' || /^https?:$/.test(parsed(text)?.protocol ?? ''), {
    error: 'An address begins with http:// or https:// and names a server.'
  })
  .refine((text) => `${parsed(text)?.username ?? ''}${parsed(text)?.password ?? ''}` === '', {
    error: 'Leave name and password out of the address: they have fields of their own.'
  })
  .refine((text) => `${parsed(text)?.search ?? ''}${parsed(text)?.hash ?? ''}` === '', {
    error: 'An address of packages has no “?” and no “#”.'
  })

const parsed = (text: string): URL | null => (URL.canParse(text) ? new URL(text) : null)

export const PackageSource = z.object({
  url: z.string(),
  user: z.string(),
  /** The password itself stays in the keychain. */
  hasPassword: z.boolean()
})
export type PackageSource = z.infer<typeof PackageSource>

export const PackageSources = z.object({
  sources: z.record(SourceName, PackageSource),
  /** Trusts the certificates that this system trusts, instead of uv's own list. */
  systemCertificates: z.boolean(),
  /** False where the system has no keychain: a password then lasts until the app quits. */
  passwordsAreKept: z.boolean()
})
export type PackageSources = z.infer<typeof PackageSources>

/** What answered when a package was asked for, or why nothing did. */
export const SourceAnswer = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('answered'),
    /** The package that was asked for, as found: `torch 2.13.0+cpu`. */
    found: z.string(),
    /** Host of the file it would come from. */
    host: z.string(),
    elapsedMs: z.int()
  }),
  z.object({ state: z.literal('failed'), error: ErrorEnvelope })
])
export type SourceAnswer = z.infer<typeof SourceAnswer>

/** One environment on this computer: each set of packages has a folder of its own. */
export const PythonEnvironment = z.object({
  /** The folder's name, made from the lock's hash. */
  id: z.string(),
  path: z.string(),
  /** The one that this version of the app uses. */
  current: z.boolean(),
  /** Null while it is not whole. */
  probe: PythonProbe.nullable(),
  bytes: z.int(),
  /** Less than `bytes` where uv's cache holds the same files by hard links. */
  freesBytes: z.int(),
  builtAt: Timestamp.nullable()
})
export type PythonEnvironment = z.infer<typeof PythonEnvironment>

const EnvironmentId = z.string().regex(/^[0-9a-f]{16}$/, 'No environment has such a name.')

export const pythonCalls = {
  'python.status': { input: Nothing, output: PythonStatus },
  /**
   * Builds the environment, or repairs whatever check fails. Runs the checks again when all is well.
   * `repair` does this check anew whatever it finds, and the later ones as far as they need it.
   * `bundle` names a folder or .tar that `python.bundle` made: then nothing asks the network.
   * Refused with `conflict` while anything uses the environment.
   */
  'python.build': {
    input: z.object({
      repair: PythonCheckName.nullable().default(null),
      bundle: z.string().min(1).max(4000).nullable().default(null)
    }),
    output: z.object({ jobId: Id })
  },
  /** Adds what writes TensorBoard's and W&B's files, as part of a build. Refused as `python.build` is. */
  'python.addTrackers': { input: Nothing, output: z.object({ jobId: Id }) },
  /**
   * Puts uv, the lock and all wheels of this computer's environment into a new folder, or a new file
   * where the name ends in .tar: enough to build it on a like computer without a network.
   */
  'python.bundle': {
    input: z.object({ path: z.string().min(1).max(4000) }),
    output: z.object({ jobId: Id })
  },
  'python.sources': { input: Nothing, output: PackageSources },
  /** What is left out stays; a password of null is forgotten, as is one whose server changes. */
  'python.setSources': {
    input: z.object({
      source: z
        .object({
          name: SourceName,
          url: SourceAddress.optional(),
          user: z.string().trim().max(200).optional(),
          password: z.string().min(1).max(2000).nullable().optional()
        })
        .optional(),
      systemCertificates: z.boolean().optional()
    }),
    output: PackageSources
  },
  /** Asks for one locked package and for torch, as a build would, without installing anything. */
  'python.testSources': {
    input: Nothing,
    output: z.object({ packages: SourceAnswer, torch: SourceAnswer })
  },
  /** The current environment first, if it is there, then older ones; measured, so it takes a moment. */
  'python.environments': { input: Nothing, output: z.array(PythonEnvironment) },
  /** Deletes files for good, so the person is asked before. Refused while it is in use. */
  'python.remove': {
    input: z.object({ id: EnvironmentId }),
    output: z.object({ freedBytes: z.int() })
  }
}
