import fs from 'node:fs'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import { AppError, diskFull, isDiskFull } from '../app-error'
import type { JobDefinition } from '../jobs/definition'
import { assertSpace, freeBytesOnDisk, type FreeBytes } from '../models/disk-space'
import type { Models } from '../models/models'
import { originOf } from './check-path'
import { checkWeights } from './check-weights'
import { copiesFolder } from './shelf'
import { createSpeed } from './speed'

export const ImportInput = z.object({
  source: z.string(),
  kind: z.enum(['folder', 'gguf']),
  name: z.string(),
  /** Of the copy, below the folder of copies. */
  folder: z.string()
})
export type ImportInput = z.infer<typeof ImportInput>

export type ImportOptions = {
  models: Pick<Models, 'register'>
  dataDir: string
  freeBytes?: FreeBytes
}

/** Copies the person's own model file by file, into place once it is whole, and adds it. */
export function importJob(options: ImportOptions): JobDefinition<ImportInput> {
  const { dataDir, models } = options
  const targetOf = ({ folder }: ImportInput): string => path.join(copiesFolder(dataDir), folder)
  return {
    kind: 'import-base',
    lane: 'download',
    input: ImportInput,
    steps: () => [
      {
        name: 'copy',
        title: 'Copy its files',
        weight: 98,
        done: (input) => fs.existsSync(targetOf(input)),
        run: async ({ input, signal, progress }) => {
          const { source, name } = input
          const files = filesOf(input)
          const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
          const staging = `${targetOf(input)}.part`
          const free = options.freeBytes ?? freeBytesOnDisk
          await assertSpace({ doing: `Copying ${name}`, dir: staging, bytes, freeBytes: free })
          fs.mkdirSync(staging, { recursive: true })
          const speed = createSpeed(bytes)
          let before = 0
          for (const file of files) {
            await copyFile({
              from: file.path,
              to: path.join(staging, path.basename(file.path)),
              bytes: file.bytes,
              signal,
              onBytes: (there) =>
                progress((before + there) / Math.max(1, bytes), speed.say(before + there))
            }).catch((error: unknown) => {
              if (isDiskFull(error)) throw diskFull(error, `Copying ${name}`)
              throw signal.aborted || error instanceof AppError ? error : gone(source, error)
            })
            before += file.bytes
          }
          fs.renameSync(staging, targetOf(input))
        }
      },
      {
        name: 'add',
        title: 'Add it to the base models',
        run: async ({ input }) => {
          const target = targetOf(input)
          const file = path.join(target, path.basename(input.source))
          await models.register(registrationOf(input, input.kind === 'gguf' ? file : target))
        }
      }
    ],
    finished: ({ name }) => `${name} is here and can be trained.`
  }
}

/** A base of the person's own, wherever it lies. */
export const registrationOf = (
  { source, name }: Pick<ImportInput, 'source' | 'name'>,
  place: string
): Parameters<Models['register']>[0] => ({
  kind: 'base',
  name,
  parentId: null,
  runId: null,
  path: place,
  quantization: null,
  licence: null,
  canaryAgrees: null,
  origin: originOf(source)
})

const SETTINGS =
  /^(config|generation_config|tokenizer|tokenizer_config|special_tokens_map|added_tokens|vocab|chat_template|model\.safetensors\.index)\.json$|^(merges\.txt|tokenizer\.model|chat_template\.jinja)$|^(LICEN[SC]E|NOTICE)(\.\w+)?$/

/** What is read of a model folder; programs and pickles beside it stay where they are. */
function filesOf({ source, kind }: ImportInput): { path: string; bytes: number }[] {
  const names =
    kind === 'gguf'
      ? [path.basename(source)]
      : [
          ...fs.readdirSync(source).filter((name) => SETTINGS.test(name)),
          ...checkWeights(source).files
        ]
  const folder = kind === 'gguf' ? path.dirname(source) : source
  return names.map((name) => {
    const file = path.join(folder, name)
    return { path: file, bytes: fs.statSync(file).size }
  })
}

/** A file that is there with its whole size is not copied again. */
async function copyFile({
  from,
  to,
  bytes,
  signal,
  onBytes
}: {
  from: string
  to: string
  bytes: number
  signal: AbortSignal
  onBytes: (bytes: number) => void
}): Promise<void> {
  if (fs.statSync(to, { throwIfNoEntry: false })?.size === bytes) {
    onBytes(bytes)
    return
  }
  const part = `${to}.part`
  let there = 0
  await pipeline(
    fs.createReadStream(from),
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        there += chunk.length
        onBytes(there)
        yield chunk
      }
    },
    fs.createWriteStream(part, { flush: true }),
    { signal }
  )
  fs.renameSync(part, to)
}

const gone = (source: string, cause: unknown): AppError =>
  new AppError({
    code: 'not_found',
    message: `${source} could not be read to its end, so it was not added. The original was not touched.`,
    remedy: { text: 'See that the disk it lies on is there, then continue.', action: 'retry' },
    cause
  })
