import { expect, test } from 'vitest'
import { createDownloads } from '../../../src-main/python/downloads'
import { errorOfUv } from '../../../src-main/python/uv-errors'

test.each([
  [
    'error sending request for url (https://x/simple/torch/)',
    'index could not be reached',
    'python_broken'
  ],
  ['failed to write: No space left on device (os error 28)', 'the disk is full', 'disk_full'],
  [
    'torch has no wheels with a matching Python ABI tag (e.g., `cp315`)',
    'no build of it for this Python',
    'python_broken'
  ],
  ['Hash mismatch for `numpy==2.4.6`', 'not the one it should be', 'python_broken'],
  ['Permission denied (os error 13)', 'cannot be written to', 'python_broken'],
  ['something new', 'uv failed', 'python_broken']
])('what uv says as “%s” is told as “%s”', (output, sentence, code) => {
  const error = errorOfUv({ what: 'PyTorch', output })
  expect(error.code).toBe(code)
  expect(error.message).toMatch(/^PyTorch could not be installed: /)
  expect(error.message).toContain(sentence)
  expect(error.remedy?.action).toBe('retry')
  expect(error.detail).toBe(output)
})

test('uv’s downloads become a fraction of the bytes they name', () => {
  const told: [number | null, string][] = []
  const downloads = createDownloads({
    cacheDir: null,
    report: (fraction, message) => told.push([fraction, message])
  })
  for (const line of [
    'Resolved 2 packages in 144ms',
    'Downloading numpy (16.0MiB)',
    'Downloading torch (48.0MiB)',
    ' Downloaded numpy',
    ' Downloaded torch',
    'Installed 2 packages in 40ms',
    ' + numpy==2.4.6'
  ]) {
    downloads.read(line)
  }
  downloads.end()
  expect(told).toEqual([
    [null, 'Resolved 2 packages in 144ms'],
    [0, 'Downloading numpy: 0 of 16 MB'],
    [0, 'Downloading numpy, torch: 0 of 64 MB'],
    [0.25, 'Downloading torch: 16 of 64 MB'],
    [null, 'Installed 2 packages in 40ms']
  ])
})
