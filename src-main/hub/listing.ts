import { z } from 'zod'
import { AppError } from '../app-error'
import type { Hub } from './transport'

/** One file of a repository, and how its bytes are known again. */
export const HubFile = z.object({
  /** At the top of the repository, and safe as the name of a file here. */
  name: z.string(),
  bytes: z.int().nonnegative(),
  /** Of its content for a file in LFS, else git's hash of the blob. */
  hash: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('sha256'), hex: z.string().regex(/^[0-9a-f]{64}$/) }),
    z.object({ kind: z.literal('gitBlob'), hex: z.string().regex(/^[0-9a-f]{40}$/) })
  ])
})
export type HubFile = z.infer<typeof HubFile>

/** The files of a repository that a base model needs, at one commit. */
export const Listing = z.object({
  repository: z.string(),
  /** Commit hash. */
  revision: z.string().regex(/^[0-9a-f]{40,64}$/),
  licence: z.string().nullable(),
  /** Small ones first, so that a model of the wrong kind is refused before its weights are fetched. */
  files: z.array(HubFile).min(1)
})
export type Listing = z.infer<typeof Listing>

/** What the hub says of a model. Source: huggingface_hub, `ModelInfo` and `RepoSibling`. */
const ModelInfo = z.object({
  sha: z.string().regex(/^[0-9a-f]{40,64}$/),
  cardData: z.object({ license: z.unknown(), license_name: z.unknown() }).partial().nullish(),
  siblings: z.array(
    z.object({
      rfilename: z.string(),
      size: z.int().nonnegative().nullish(),
      blobId: z.string().nullish(),
      lfs: z.object({ sha256: z.string(), size: z.int().nonnegative() }).nullish()
    })
  )
})

const INFO_CHARS_AT_MOST = 20_000_000

/** Asks the hub which commit a branch or tag stands for now, and for that commit's files. */
export async function listRepository({
  hub,
  repository,
  revision,
  signal
}: {
  hub: Hub
  repository: string
  revision: string
  signal: AbortSignal
}): Promise<Listing> {
  const path = `/api/models/${repository}/revision/${encodeURIComponent(revision)}?blobs=true`
  const { body } = await hub.get(path, { repository, signal })
  const info = ModelInfo.safeParse(parse(await body.text()))
  if (!info.success) throw notAHub({ address: hub.address, detail: info.error.message })
  const { sha, siblings, cardData } = info.data
  const files = needed(
    siblings.flatMap((sibling) => {
      const file = fileOf(sibling)
      return file ? [file] : []
    })
  )
  if (!files.some(({ name }) => isWeights(name))) {
    throw noWeights({ repository, names: siblings.map(({ rfilename }) => rfilename) })
  }
  return { repository, revision: sha, licence: licenceOf(cardData), files }
}

export const isWeights = (name: string): boolean => name.endsWith('.safetensors')

const SMALL_FILES = new Set([
  'config.json',
  'generation_config.json',
  'tokenizer.json',
  'tokenizer_config.json',
  'tokenizer.model',
  'special_tokens_map.json',
  'added_tokens.json',
  'vocab.json',
  'merges.txt',
  'chat_template.jinja',
  'chat_template.json',
  'model.safetensors.index.json'
])
const SMALL_BYTES_AT_MOST = 200_000_000
const TERMS = /^(LICENSE|LICENCE|NOTICE|USE_POLICY)(\.(md|txt))?$/i
const WEIGHTS = /^model(-\d{5}-of-\d{5})?\.safetensors$/

/**
 * Configuration, tokenizer, template, terms, and the weights as safetensors; nothing that could run
 * code, and none of the other copies of the weights that some repositories hold. Where a repository
 * has its weights both whole and in parts, transformers reads the whole file, and so is only that
 * fetched.
 */
function needed(files: readonly HubFile[]): HubFile[] {
  const whole = files.find(({ name }) => name === 'model.safetensors')
  const weights = whole ? [whole] : files.filter(({ name }) => WEIGHTS.test(name))
  const small = files.filter(
    ({ name, bytes }) =>
      (SMALL_FILES.has(name) || TERMS.test(name)) &&
      bytes <= SMALL_BYTES_AT_MOST &&
      !(whole && name === 'model.safetensors.index.json')
  )
  return [...small, ...weights.sort((a, b) => a.name.localeCompare(b.name))]
}

function fileOf({
  rfilename: name,
  size,
  blobId,
  lfs
}: z.infer<typeof ModelInfo>['siblings'][number]): HubFile | null {
  const hash = lfs
    ? { kind: 'sha256' as const, hex: lfs.sha256 }
    : { kind: 'gitBlob' as const, hex: blobId ?? '' }
  const parsed = HubFile.safeParse({ name, bytes: lfs?.size ?? size, hash })
  return parsed.success ? parsed.data : null
}

function licenceOf(card: z.infer<typeof ModelInfo>['cardData']): string | null {
  const named = [card?.license_name, card?.license].find((value) => typeof value === 'string')
  return typeof named === 'string' && named !== 'other' ? named.slice(0, 100) : null
}

function parse(text: string): unknown {
  if (text.length > INFO_CHARS_AT_MOST) return null
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

const notAHub = ({ address, detail }: { address: string; detail: string }): AppError =>
  new AppError({
    code: 'hub_refused',
    message: `What answers at ${address} does not speak as a model hub does. Nothing was fetched.`,
    remedy: {
      text: 'Check the hub’s address; a network’s sign-in page may also answer in its place.',
      action: 'open-base-models'
    },
    detail
  })

function noWeights({ repository, names }: { repository: string; names: string[] }): AppError {
  const pickled = names.some((name) => /\.(bin|pt|pth|ckpt)$/.test(name))
  const gguf = names.some((name) => name.endsWith('.gguf'))
  const why = gguf
    ? 'holds GGUF files, which are made for answering and have been rounded'
    : pickled
      ? 'has its weights only in a format that can run programs as it is read'
      : 'holds no model weights as safetensors'
  return new AppError({
    code: 'model_unreadable',
    message: `${repository} ${why}, so nothing was fetched.`,
    remedy: {
      text: 'Choose the repository that it was made from, or another one with safetensors files.',
      action: 'open-base-models'
    },
    detail: names.slice(0, 100).join('\n')
  })
}
