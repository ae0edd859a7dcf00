import { AppError } from '../app-error'

type Known = { sign: RegExp; code?: 'disk_full'; why: string; remedy: string }

/** In the order of how much they explain: a proxy that refuses is also a request that failed. */
const known: readonly Known[] = [
  {
    sign: /no space left on device|os error 28|errno 28|ENOSPC|disk quota/i,
    code: 'disk_full',
    why: 'the disk is full.',
    remedy: 'Free about 5 GB, then set Python up again: it goes on where it stopped.'
  },
  {
    sign: /\b407\b|proxy auth(entication|orization) required/i,
    why: 'the proxy asks for a name and a password, or refuses those it was given.',
    remedy: 'Enter them under Package source, then try again.'
  },
  {
    sign: /tunnel error|proxyerror|cannot connect to proxy/i,
    why: 'the proxy did not answer.',
    remedy: 'Check its address under Package source, and that it runs, then try again.'
  },
  {
    sign: /InvalidContentType|WRONG_VERSION_NUMBER/i,
    why: 'the server at the address does not speak https.',
    remedy: 'Check the address under Package source: it may have to begin with http://.'
  },
  {
    sign: /certificate|UnknownIssuer|SSLError/i,
    why: 'the server’s certificate is not one that is trusted here.',
    remedy:
      'If your network puts its own certificate in between, turn on “Trust this system’s certificates” under Package source, then try again.'
  },
  {
    sign: /\b401\b|403 (client|Forbidden)|\(403|Forbidden error|authentication credentials/i,
    why: 'the package index refuses the name and password, or asks for some.',
    remedy: 'Enter them under Package source, then try again.'
  },
  {
    sign: /status server error|\b50[0234] (server error|internal|bad|service|gateway)/i,
    why: 'the package index answered with a fault of its own.',
    remedy: 'Try again in a while: what was downloaded is kept.'
  },
  {
    sign: /no such file or directory.*python|python interpreter.*not (be )?found|no interpreter found/i,
    why: 'the Python that it was made with is gone.',
    remedy: 'Repair “Python 3.11 or newer” below: it is then found anew.'
  },
  {
    sign: /error sending request|failed to fetch|dns error|connection (refused|reset|broken)|timed? ?out|network (is )?unreachable|name resolution|NewConnectionError/i,
    why: 'the package index could not be reached.',
    remedy: 'Check the network connection, then set Python up again: what was downloaded is kept.'
  },
  {
    sign: /no wheels? (with|for|are)|python (abi|requirement|version) .*(tag|satisf)|platform tag/i,
    why: 'there is no build of it for this Python on this computer.',
    remedy: 'Install Python 3.11, 3.12 or 3.13 beside the present one, then set Python up again.'
  },
  {
    sign: /hash mismatch|do not match the hashes|(package|computed).* hash/i,
    why: 'a file is not the one it should be, and was thrown away.',
    remedy: 'Set Python up again. If it repeats, something between here and the index alters files.'
  },
  {
    sign: /unsupported `content-type`/i,
    why: 'what answered at the address is no package index.',
    remedy: 'Check the address under Package source: it usually ends in /simple.'
  },
  {
    sign: /was not found in the (package registry|cache|provided)|unsatisfiable|no matching distribution/i,
    why: 'the package index does not have it.',
    remedy: 'Check the address under Package source: it usually ends in /simple.'
  },
  {
    sign: /permission denied|read-only file system|os error 13|errno 13/i,
    why: 'its folder cannot be written to.',
    remedy:
      'Give yourself the right to write to Understudy’s data folder, then set Python up again.'
  }
]

/**
 * What uv or pip said, as a sentence. The whole output is kept for the details.
 *
 * @param doing - what failed, as the first half of a sentence
 */
export function errorOfUv({ doing, output }: { doing: string; output: string }): AppError {
  const match = known.find(({ sign }) => sign.test(output))
  return new AppError({
    code: match?.code ?? 'python_broken',
    message: `${doing}: ${match?.why ?? 'the installer failed.'} Projects and models are unharmed.`,
    remedy: {
      text: match?.remedy ?? 'Set Python up again; if it fails again, copy the details.',
      action: 'retry'
    },
    detail: output
  })
}
