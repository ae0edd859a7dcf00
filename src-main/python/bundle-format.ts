import { createHash } from 'node:crypto'
import fs from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'

/** The list of everything in an offline bundle, beside `wheels/`. */
export const MANIFEST = 'manifest.json'

/** Plain names, and wheels in their one folder: what a manifest names never leads out of the bundle. */
const FileName = z
  .string()
  .regex(/^(uv(\.exe)?|requirements\.txt|torch\.txt|wheels\/[A-Za-z0-9][A-Za-z0-9._+!-]*\.whl)$/)

export const Manifest = z.object({
  format: z.literal('understudy-python-bundle'),
  version: z.literal(1),
  createdAt: z.iso.datetime(),
  /** As Node names them: `darwin` and `arm64`. */
  platform: z.string(),
  arch: z.string(),
  /** The version of Python that the wheels fit, as `3.12`. */
  python: z.string().regex(/^3\.\d+$/),
  torch: z.string(),
  files: z.array(
    z.object({ path: FileName, bytes: z.int(), sha256: z.string().regex(/^[0-9a-f]{64}$/) })
  )
})
export type Manifest = z.infer<typeof Manifest>

export async function sha256Of(file: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(fs.createReadStream(file), hash, { signal })
  return hash.digest('hex')
}
