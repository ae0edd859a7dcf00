import { BadHeader, type ByteReader } from './byte-reader'

export type GgufTensor = { name: string; dimensions: bigint[]; type: number; offset: bigint }

export type GgufHeader = {
  version: number
  /** Numbers, booleans and short strings by their key; long strings and arrays as their length. */
  metadata: Map<string, MetadataValue>
  tensors: GgufTensor[]
  /** Where the header ends, in bytes from the file's start. */
  endsAt: number
}

export type MetadataValue =
  | { kind: 'string'; text: string }
  | { kind: 'number'; value: number; type: number }
  | { kind: 'array'; length: bigint }
  | { kind: 'other' }

const MAGIC = 0x46554747 // "GGUF", read as a little-endian number
const ENTRIES_AT_MOST = 65_536n
const TENSORS_AT_MOST = 1_000_000n
const KEY_BYTES_AT_MOST = 65_535
const TEXT_BYTES_AT_MOST = 1024 * 1024
const TOKEN_BYTES_AT_MOST = 64 * 1024
const NAME_BYTES_AT_MOST = 64
const ARRAY_AT_MOST = 16_000_000n
const DIMENSIONS_AT_MOST = 4

const UINT32 = 4
const STRING = 8
const ARRAY = 9
/** Bytes of the value types of a fixed size. Source: the GGUF specification, version 3. */
const FIXED_SIZES = new Map([
  [0, 1n], // uint8
  [1, 1n], // int8
  [2, 2n], // uint16
  [3, 2n], // int16
  [4, 4n], // uint32
  [5, 4n], // int32
  [6, 4n], // float32
  [7, 1n], // bool
  [10, 8n], // uint64
  [11, 8n], // int64
  [12, 8n] // float64
])

/**
 * Walks through a GGUF header with a cap on every count and length, keeping only what the check
 * needs. The library's own reader trusts the counts, so it comes after this one.
 *
 * @throws BadHeader for what cannot be true, MoreBytesNeeded when the header goes on
 */
export function readGgufHeader(reader: ByteReader): GgufHeader {
  if (reader.u32() !== MAGIC) throw new BadHeader('is no GGUF file')
  const version = reader.u32()
  if (version !== 0 && (version & 0xffff) === 0) {
    throw new BadHeader('was written for big-endian machines')
  }
  if (version < 2 || version > 3) throw new BadHeader(`has GGUF version ${version}, not 2 or 3`)
  const tensorCount = reader.u64()
  const entryCount = reader.u64()
  if (tensorCount > TENSORS_AT_MOST) throw new BadHeader('claims an impossible number of tensors')
  if (entryCount > ENTRIES_AT_MOST) throw new BadHeader('claims an impossible number of entries')

  const metadata = new Map<string, MetadataValue>()
  for (let entry = 0n; entry < entryCount; entry += 1n) {
    const key = reader.string(KEY_BYTES_AT_MOST, 'key')
    if (key === '') throw new BadHeader('has an entry without a name')
    if (metadata.has(key)) throw new BadHeader(`has the entry “${key.slice(0, 80)}” twice`)
    metadata.set(key, readValue(reader, reader.u32()))
  }
  const tensors: GgufTensor[] = []
  for (let tensor = 0n; tensor < tensorCount; tensor += 1n) tensors.push(readTensor(reader))
  return { version, metadata, tensors, endsAt: reader.position() }
}

function readValue(reader: ByteReader, type: number): MetadataValue {
  if (type === STRING) return { kind: 'string', text: reader.string(TEXT_BYTES_AT_MOST, 'text') }
  if (type === ARRAY) return readArray(reader)
  if (type === UINT32) return { kind: 'number', value: reader.u32(), type }
  const size = FIXED_SIZES.get(type)
  if (size === undefined) throw new BadHeader(`has an entry of the unknown type ${type}`)
  if (size === 8n) {
    const value = reader.u64()
    return { kind: 'number', value: Number(value), type }
  }
  reader.skip(size)
  return { kind: 'other' }
}

function readArray(reader: ByteReader): MetadataValue {
  const type = reader.u32()
  const length = reader.u64()
  if (length > ARRAY_AT_MOST) throw new BadHeader('has a list of impossible length')
  const size = FIXED_SIZES.get(type)
  if (size !== undefined) {
    reader.skip(length * size)
    return { kind: 'array', length }
  }
  if (type !== STRING) throw new BadHeader(`has a list of the unknown type ${type}`)
  for (let item = 0n; item < length; item += 1n) reader.string(TOKEN_BYTES_AT_MOST, 'token')
  return { kind: 'array', length }
}

function readTensor(reader: ByteReader): GgufTensor {
  const name = reader.string(NAME_BYTES_AT_MOST, 'tensor name')
  const count = reader.u32()
  if (count > DIMENSIONS_AT_MOST) throw new BadHeader('has a tensor of too many dimensions')
  const dimensions = Array.from({ length: count }, () => reader.u64())
  return { name, dimensions, type: reader.u32(), offset: reader.u64() }
}
