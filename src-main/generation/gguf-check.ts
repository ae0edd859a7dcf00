import fs from 'node:fs/promises'
import path from 'node:path'
import { AppError, toAppError } from '../app-error'
import { architectures } from './gguf/architectures'
import { BadHeader, createByteReader, MoreBytesNeeded } from './gguf/byte-reader'
import { readGgufHeader, type GgufHeader, type GgufTensor } from './gguf/header'
import { tensorBytes } from './gguf/tensor-types'

export type GgufFacts = {
  architecture: string
  chatTemplate: string
  /** Tokens that the model was trained to read; null where the file does not say. */
  contextLength: number | null
  tensorCount: number
  fileBytes: number
}

const BLOCKS_AT_MOST = 512
const ALIGNMENT_AT_MOST = 1024 * 1024
const FIRST_READ_BYTES = 4 * 1024 * 1024
const HEADER_BYTES_AT_MOST = 256 * 1024 * 1024

const checked = new Map<string, GgufFacts>()

/**
 * Looks at a GGUF file's header before native code does: llama.cpp trusts what it says, and a
 * wrong length or offset there has crashed programs or worse. Reads no weights, loads nothing
 * native. A file that has passed and has not changed is not read again.
 *
 * @throws AppError `model_unreadable` with what is wrong in a sentence; `not_found`
 */
export async function checkGguf(file: string): Promise<GgufFacts> {
  const stats = await fs.stat(file).catch((thrown: unknown) => {
    throw isMissing(thrown) ? gone(file, thrown) : toAppError(thrown)
  })
  if (!stats.isFile()) throw unusable(file, 'is no file')
  const key = `${file}@${String(stats.mtimeMs)}+${String(stats.size)}`
  const known = checked.get(key)
  if (known) return known
  try {
    const header = await readHeader(file, stats.size)
    const facts = judge(header, stats.size)
    checked.set(key, facts)
    return facts
  } catch (thrown) {
    throw thrown instanceof BadHeader ? unusable(file, thrown.message) : toAppError(thrown)
  }
}

/** Reads the beginning of the file, and more of it for as long as the header goes on. */
async function readHeader(file: string, fileSize: number): Promise<GgufHeader> {
  const handle = await fs.open(file)
  try {
    for (let size = FIRST_READ_BYTES; size <= HEADER_BYTES_AT_MOST; size *= 4) {
      const { buffer, bytesRead } = await handle.read({
        buffer: Buffer.alloc(Math.min(size, fileSize)),
        position: 0
      })
      try {
        return readGgufHeader(createByteReader(buffer.subarray(0, bytesRead), fileSize))
      } catch (thrown) {
        if (!(thrown instanceof MoreBytesNeeded)) throw thrown
      }
    }
    throw new BadHeader('has a header of impossible size')
  } finally {
    await handle.close()
  }
}

function judge(header: GgufHeader, fileSize: number): GgufFacts {
  const text = (key: string): string | null => {
    const value = header.metadata.get(key)
    return value?.kind === 'string' ? value.text : null
  }
  const architecture = text('general.architecture')
  if (architecture === null) throw new BadHeader('does not say what kind of model it holds')
  if (text('general.type') === 'adapter') throw new BadHeader('holds an adapter and not a model')
  if (!architectures.has(architecture)) {
    throw new BadHeader(`holds a model of the unknown kind “${architecture.slice(0, 40)}”`)
  }
  const blocks = header.metadata.get(`${architecture}.block_count`)
  if (blocks?.kind !== 'number') throw new BadHeader('does not say how many layers it has')
  if (blocks.value < 1 || blocks.value > BLOCKS_AT_MOST) {
    throw new BadHeader('claims an impossible number of layers')
  }
  if (header.tensors.length === 0) throw new BadHeader('holds a vocabulary but no weights')
  checkTensors(header, fileSize)
  const chatTemplate = text('tokenizer.chat_template')
  if (chatTemplate === null || chatTemplate.trim() === '') {
    throw new BadHeader('has no chat template, so it cannot be told who speaks')
  }
  const context = header.metadata.get(`${architecture}.context_length`)
  return {
    architecture,
    chatTemplate,
    contextLength: context?.kind === 'number' ? context.value : null,
    tensorCount: header.tensors.length,
    fileBytes: fileSize
  }
}

function checkTensors(header: GgufHeader, fileSize: number): void {
  const alignment = BigInt(alignmentOf(header))
  const dataStart = roundUp(BigInt(header.endsAt), alignment)
  const names = new Set<string>()
  for (const tensor of header.tensors) {
    if (names.has(tensor.name)) throw new BadHeader('has two tensors of the same name')
    names.add(tensor.name)
    const end = dataStart + tensor.offset + bytesOf(tensor)
    if (tensor.offset % alignment !== 0n) throw new BadHeader('has a tensor in the wrong place')
    if (end > BigInt(fileSize)) {
      throw new BadHeader('ends in the middle of its weights; its copy was probably cut short')
    }
  }
}

function bytesOf({ type, dimensions }: GgufTensor): bigint {
  const bytes = tensorBytes(type, dimensions)
  if (bytes === null) throw new BadHeader('has a tensor of an unknown or impossible kind')
  return bytes
}

function alignmentOf({ metadata }: GgufHeader): number {
  const value = metadata.get('general.alignment')
  if (value === undefined) return 32
  const alignment = value.kind === 'number' && value.type === 4 ? value.value : 0
  const isPowerOfTwo = alignment > 0 && (alignment & (alignment - 1)) === 0
  if (!isPowerOfTwo || alignment > ALIGNMENT_AT_MOST) {
    throw new BadHeader('has an impossible alignment')
  }
  return alignment
}

const roundUp = (value: bigint, to: bigint): bigint => ((value + to - 1n) / to) * to

const isMissing = (thrown: unknown): boolean =>
  thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT'

const unusable = (file: string, because: string): AppError =>
  new AppError({
    code: 'model_unreadable',
    message: `The model file “${path.basename(file)}” cannot be used: it ${because}. Nothing was changed.`,
    remedy: { text: 'Copy or download the file again, or choose another model.' },
    detail: file
  })

const gone = (file: string, cause: unknown): AppError =>
  new AppError({
    code: 'not_found',
    message: `The model file “${path.basename(file)}” is no longer there. Nothing was changed.`,
    remedy: { text: 'Put the file back, or choose another model.' },
    cause
  })
