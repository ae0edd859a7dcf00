import fs from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import type { BaseShape } from '../training/base-shape'

export type WeightsCheck = {
  /** The files that are read, by name. */
  files: string[]
  bytes: number
  problems: string[]
}

const Tensor = z.object({
  dtype: z.string(),
  shape: z.array(z.int().nonnegative()),
  data_offsets: z.tuple([z.int().nonnegative(), z.int().nonnegative()])
})
const Header = z.record(z.string(), z.union([Tensor, z.record(z.string(), z.string())]))
const Index = z.object({ weight_map: z.record(z.string(), z.string()) })

/** Bytes of one number. Anything else has been rounded for answering. */
const WIDTHS: Readonly<Record<string, number>> = { F64: 8, F32: 4, F16: 2, BF16: 2, I64: 8 }
const HEADER_BYTES_AT_MOST = 100_000_000

/**
 * The safetensors files of a model folder: each header against its file's size, and all of them
 * against the index. No weight is read.
 *
 * Source of the format: the safetensors README (u64 length of the header, the header as JSON, the
 * data without gaps).
 */
export function checkWeights(folder: string, shape: BaseShape | null = null): WeightsCheck {
  const problems: string[] = []
  const names = weightFiles(folder, problems)
  const tensors = new Map<string, number[]>()
  let bytes = 0
  for (const name of names) {
    const file = path.join(folder, name)
    bytes += fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0
    const found = readHeader(file)
    if (typeof found === 'string') problems.push(`${name} ${found}.`)
    else for (const [tensor, dimensions] of found) tensors.set(tensor, dimensions)
  }
  if (names.length > 0 && problems.length === 0) {
    problems.push(...compareWithIndex(folder, tensors), ...compareWithShape(tensors, shape))
  }
  return { files: names, bytes, problems }
}

function weightFiles(folder: string, problems: string[]): string[] {
  if (fs.existsSync(path.join(folder, 'model.safetensors'))) return ['model.safetensors']
  const index = readIndex(folder)
  if (index === 'broken') {
    problems.push('model.safetensors.index.json cannot be read.')
    return []
  }
  const named = index === null ? [] : [...new Set(Object.values(index.weight_map))].sort()
  const safe = named.filter((name) => /^[\w.-]+\.safetensors$/.test(name))
  const absent = safe.filter((name) => !fs.existsSync(path.join(folder, name)))
  if (safe.length < named.length) problems.push('Its index names files that lie elsewhere.')
  if (absent.length > 0) problems.push(`Of its weights ${listOf(absent)} is not there.`)
  if (index === null) {
    problems.push(
      fs.readdirSync(folder).some((name) => /\.(bin|pt|pth|ckpt)$/.test(name))
        ? 'Its weights are in a format that can run programs as it is read; they have to be safetensors.'
        : 'There are no weights (model.safetensors).'
    )
  }
  return safe.filter((name) => !absent.includes(name))
}

function readIndex(folder: string): z.infer<typeof Index> | null | 'broken' {
  const file = path.join(folder, 'model.safetensors.index.json')
  if (!fs.existsSync(file)) return null
  try {
    return Index.parse(JSON.parse(fs.readFileSync(file, 'utf8')))
  } catch {
    return 'broken'
  }
}

/** The tensors' dimensions by name; or what is wrong, as the end of a sentence. */
function readHeader(file: string): Map<string, number[]> | string {
  const { size } = fs.statSync(file)
  const handle = fs.openSync(file, 'r')
  try {
    const prefix = Buffer.alloc(8)
    if (fs.readSync(handle, prefix, 0, 8, 0) < 8) return 'is empty'
    const length = Number(prefix.readBigUInt64LE())
    if (length > HEADER_BYTES_AT_MOST || 8 + length > size) {
      return 'is no safetensors file, or was cut short'
    }
    const json = Buffer.alloc(length)
    fs.readSync(handle, json, 0, length, 8)
    const header = Header.safeParse(parse(json.toString('utf8')))
    return header.success ? tensorsOf(header.data, size - 8 - length) : 'has a damaged header'
  } finally {
    fs.closeSync(handle)
  }
}

function tensorsOf(
  header: z.infer<typeof Header>,
  dataBytes: number
): Map<string, number[]> | string {
  const tensors = Object.entries(header).flatMap(([name, entry]) => {
    const tensor = name === '__metadata__' ? null : Tensor.safeParse(entry).data
    return tensor ? [{ name, ...tensor }] : []
  })
  tensors.sort((a, b) => a.data_offsets[0] - b.data_offsets[0])
  let end = 0
  for (const { dtype, shape, data_offsets: offsets } of tensors) {
    const width = WIDTHS[dtype]
    if (width === undefined) {
      return `holds weights as ${dtype.slice(0, 20)}, which were rounded for answering; training needs them in 16 or 32 bits`
    }
    const bytes = shape.reduce((product, size) => product * size, width)
    if (offsets[0] !== end || offsets[1] - offsets[0] !== bytes) return 'has a damaged header'
    end = offsets[1]
  }
  if (end > dataBytes) return 'ends in the middle of its weights; its copy was probably cut short'
  if (end < dataBytes) return 'is longer than its header says'
  return new Map(tensors.map(({ name, shape }) => [name, shape]))
}

function compareWithIndex(folder: string, tensors: ReadonlyMap<string, unknown>): string[] {
  const index = readIndex(folder)
  if (index === null || index === 'broken' || fs.existsSync(path.join(folder, 'model.safetensors')))
    return []
  const lacking = Object.keys(index.weight_map).filter((name) => !tensors.has(name))
  return lacking.length === 0
    ? []
    : [`Its files lack ${lacking.length} of the tensors that its index names.`]
}

/** A few sizes show whether config and weights are of the same model. */
function compareWithShape(
  tensors: ReadonlyMap<string, number[]>,
  shape: BaseShape | null
): string[] {
  if (!shape) return []
  const layers = new Set(
    [...tensors.keys()].flatMap((name) => /^model\.layers\.(\d+)\./.exec(name)?.[1] ?? [])
  )
  const embedding = tensors.get('model.embed_tokens.weight')
  const differ =
    layers.size !== shape.layers ||
    (embedding && (embedding[0] !== shape.vocabulary || embedding[1] !== shape.hidden))
  return differ ? ['Its weights are not those of the model that config.json describes.'] : []
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

const listOf = (names: readonly string[]): string => {
  const [first = ''] = names
  return names.length === 1 ? first : `${first} and ${names.length - 1} more`
}
