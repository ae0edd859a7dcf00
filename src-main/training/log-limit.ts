import fs from 'node:fs'

const LARGEST_BYTES = 50e6
const KEPT_BYTES = 1e6

/**
 * Keeps a log that other processes append to from filling the disk: past 50 MB only its last
 * megabyte stays. Whoever appends goes on at the new end.
 */
export function limitLog(file: string, largestBytes = LARGEST_BYTES, keptBytes = KEPT_BYTES): void {
  const { size } = fs.statSync(file, { throwIfNoEntry: false }) ?? { size: 0 }
  if (size <= largestBytes) return
  const tail = Buffer.alloc(keptBytes)
  const handle = fs.openSync(file, 'r+')
  try {
    fs.readSync(handle, tail, 0, keptBytes, size - keptBytes)
    fs.ftruncateSync(handle, 0)
  } finally {
    fs.closeSync(handle)
  }
  fs.appendFileSync(file, `(${size - keptBytes} bytes of this log were left out)\n`)
  fs.appendFileSync(file, tail)
}
