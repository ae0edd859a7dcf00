/** The file goes on, but the reader was given only its beginning. */
export class MoreBytesNeeded extends Error {}

/** What a header says cannot be true; the message completes "it …". */
export class BadHeader extends Error {}

/** Reads little-endian values one after the other, and never beyond its bytes. */
export type ByteReader = {
  position: () => number
  u32: () => number
  u64: () => bigint
  string: (bytesAtMost: number, what: string) => string
  skip: (bytes: bigint) => void
}

export function createByteReader(bytes: Buffer, fileSize: number): ByteReader {
  let position = 0
  const take = (count: bigint): number => {
    const end = BigInt(position) + count
    if (end > BigInt(fileSize)) throw new BadHeader('ends in the middle of its header')
    if (end > BigInt(bytes.length)) throw new MoreBytesNeeded()
    const start = position
    position = Number(end)
    return start
  }
  const u64 = (): bigint => bytes.readBigUInt64LE(take(8n))
  return {
    position: () => position,
    u32: () => bytes.readUInt32LE(take(4n)),
    u64,
    string: (bytesAtMost, what) => {
      const length = u64()
      if (length > BigInt(bytesAtMost)) throw new BadHeader(`has a ${what} of impossible length`)
      const start = take(length)
      return bytes.toString('utf8', start, position)
    },
    skip: (count) => {
      take(count)
    }
  }
}
