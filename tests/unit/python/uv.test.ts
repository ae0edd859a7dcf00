import { expect, test } from 'vitest'
import { createDownloads } from '../../../src-main/python/downloads'
import { errorOfUv } from '../../../src-main/python/uv-errors'

test.each([
  [
    'error sending request for url (https://x/simple/torch/)',
    'index could not be reached',
    'python_broken'
  ],
  [
    'Failed to fetch: https://x/\n cause: tunnel error: proxy authorization required',
    'proxy asks for a name and a password',
    'python_broken'
  ],
  [
    'HTTP status client error (407 Proxy Authentication Required) for url (http://x/)',
    'proxy asks for a name and a password',
    'python_broken'
  ],
  [
    'cause: tunnel error: failed to create underlying connection\n cause: Connection refused',
    'proxy did not answer',
    'python_broken'
  ],
  [
    'error sending request for url (https://x/)\n cause: invalid peer certificate: UnknownIssuer',
    'certificate is not one that is trusted',
    'python_broken'
  ],
  [
    'peft was not found in the package registry\nhint: An index (http://x) returned a 403 Forbidden error.',
    'refuses the name and password',
    'python_broken'
  ],
  [
    'hint: could not be queried due to a lack of valid authentication credentials (401 Unauthorized)',
    'refuses the name and password',
    'python_broken'
  ],
  [
    'HTTP status server error (500 Internal Server Error) for url (http://x/)',
    'a fault of its own',
    'python_broken'
  ],
  [
    'Unsupported `Content-Type` "application/json" for `http://x/`.',
    'no package index',
    'python_broken'
  ],
  ['Because peft was not found in the package registry', 'does not have it', 'python_broken'],
  [
    'THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE',
    'not the one it should be',
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
  ['something new', 'the installer failed', 'python_broken']
])('what uv says as “%s” is told as “%s”', (output, sentence, code) => {
  const error = errorOfUv({ doing: 'PyTorch could not be installed', output })
  expect(error.code).toBe(code)
  expect(error.message).toMatch(/^PyTorch could not be installed: /)
  expect(error.message).toContain(sentence)
  expect(error.remedy?.action).toBe('retry')
  expect(error.detail).toBe(output)
})

test('uv’s downloads become a fraction of the bytes they name', () => {
  const told: [number | null, string][] = []
  let clock = 0
  const downloads = createDownloads({
    cacheDir: null,
    now: () => (clock += 1000),
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
    [0, 'Downloading numpy: 0 MB of 17 MB'],
    [0, 'Downloading numpy, torch: 0 MB of 67 MB'],
    [0.25, 'Downloading torch: 17 MB of 67 MB, 5.6 MB/s'],
    [null, 'Installed 2 packages in 40ms']
  ])
})
