import { AppError } from '../app-error'

type Known = { sign: RegExp; code?: 'disk_full'; why: string; remedy: string }

const known: readonly Known[] = [
  {
    sign: /no space left on device|os error 28|ENOSPC|disk quota/i,
    code: 'disk_full',
    why: 'the disk is full.',
    remedy: 'Free about 5 GB, then set Python up again: it goes on where it stopped.'
  },
  {
    sign: /error sending request|failed to fetch|dns error|connection (refused|reset)|timed? ?out|network (is )?unreachable|tunnel error/i,
    why: 'the package index could not be reached.',
    remedy: 'Check the network connection, then set Python up again: what was downloaded is kept.'
  },
  {
    sign: /no wheels? (with|for|are)|python (abi|requirement|version) .*(tag|satisf)|no matching distribution|platform tag/i,
    why: 'there is no build of it for this Python on this computer.',
    remedy: 'Install Python 3.11, 3.12 or 3.13 beside the present one, then set Python up again.'
  },
  {
    sign: /hash mismatch/i,
    why: 'a downloaded file is not the one it should be, and was thrown away.',
    remedy: 'Set Python up again. If it repeats, something between here and the index alters files.'
  },
  {
    sign: /was not found in the (package registry|cache)|unsatisfiable/i,
    why: 'the package index does not have it.',
    remedy: 'Check which package index this computer uses, then set Python up again.'
  },
  {
    sign: /permission denied|read-only file system|os error 13/i,
    why: 'its folder cannot be written to.',
    remedy:
      'Give yourself the right to write to Understudy’s data folder, then set Python up again.'
  }
]

/** What uv said, as a sentence. The whole output is kept for the details. */
export function errorOfUv({ what, output }: { what: string; output: string }): AppError {
  const match = known.find(({ sign }) => sign.test(output))
  return new AppError({
    code: match?.code ?? 'python_broken',
    message: `${what} could not be installed: ${match?.why ?? 'uv failed.'} Projects and models are unharmed.`,
    remedy: {
      text: match?.remedy ?? 'Set Python up again; if it fails again, copy the details.',
      action: 'retry'
    },
    detail: output
  })
}
