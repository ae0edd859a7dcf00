import { z } from 'zod'

/** A file that a deployment put into another program's folder, so that it is known again as ours. */
const PlacedFile = z.object({
  path: z.string(),
  sizeBytes: z.int(),
  /** Which file of the disk it is; text, as inode numbers can be too large for a number. */
  device: z.string(),
  inode: z.string(),
  sha256: z.string(),
  how: z.enum(['link', 'clone', 'copy'])
})

/** What the steps of one deployment need to know of each other, also after a restart. */
export const Findings = z.object({
  /** The export that makes the file. */
  exportJobId: z.string().nullable().default(null),
  /** Under the publisher's folder; claimed once, so that a retry goes on in the same place. */
  folderName: z.string().nullable().default(null),
  placed: PlacedFile.nullable().default(null),
  /** What the target listed before the file was placed. */
  keysBefore: z.array(z.string()).nullable().default(null)
})
export type Findings = z.infer<typeof Findings>
