/**
 * Packages that the build reads into the files of the main process: read as a few files and not as
 * hundreds they take half the time of a start, and a packaged app need not carry them. What is native,
 * and what looks for files beside itself, stays in node_modules.
 */
export const bundledPackages = [
  '@bomb.sh/tab',
  '@hono/node-server',
  '@huggingface/jinja',
  'commander',
  'execa',
  'hono',
  'kysely',
  'openai',
  'uuid',
  'zod'
]
