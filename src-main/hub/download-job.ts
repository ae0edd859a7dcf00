import { RepositoryId, Revision } from '@contract/hub'
import { z } from 'zod'
import { AppError } from '../app-error'
import type { JobDefinition, Step, StepContext } from '../jobs/definition'
import { assertSpace, freeBytesOnDisk, type FreeBytes } from '../models/disk-space'
import type { Models } from '../models/models'
import { takeLock } from '../processes/lock'
import { checkSettings } from './check-settings'
import { checkWeights } from './check-weights'
import { fetchFile } from './fetch-file'
import { isWeights, listRepository, type HubFile, type Listing } from './listing'
import { realWait, withPatience, type Wait } from './patience'
import { shelfOf, type Shelf } from './shelf'
import { createSpeed } from './speed'
import type { Hub } from './transport'

export const DownloadInput = z.object({
  repository: RepositoryId,
  revision: Revision,
  /** What it will be called. */
  name: z.string(),
  licence: z.string().nullable()
})
export type DownloadInput = z.infer<typeof DownloadInput>

export type DownloadOptions = {
  models: Pick<Models, 'register'>
  /** Of this machine. */
  dataDir: string
  /** With the address and the token as they are set now. */
  openHub: () => Promise<Hub>
  freeBytes?: FreeBytes
  wait?: Wait
}

/**
 * Fetches a repository file by file. Each that is whole and checked has its name, so that a job that
 * was stopped or killed goes on where it was; the commit is looked up once and then stays.
 */
export function downloadJob(options: DownloadOptions): JobDefinition<DownloadInput> {
  const shelfFor = ({ repository }: DownloadInput): Shelf => shelfOf(options.dataDir, repository)
  const isDone = (input: DownloadInput, part: (file: HubFile) => boolean): boolean => {
    const shelf = shelfFor(input)
    if (shelf.whole()) return true
    const listing = shelf.readListing()
    return listing !== null && missing(shelf, listing, part).length === 0
  }
  return {
    kind: 'download-base',
    lane: 'download',
    input: DownloadInput,
    steps: () => [
      {
        name: 'list',
        title: 'Ask the hub for its files',
        done: (input) => isDone(input, () => false),
        run: (context) => locked(shelfFor(context.input), (shelf) => list(options, context, shelf))
      },
      {
        name: 'settings',
        title: 'Fetch configuration and tokenizer',
        weight: 2,
        done: (input) => isDone(input, isSmall),
        run: (context) =>
          locked(shelfFor(context.input), async (shelf) => {
            await fetchAll({ options, context, shelf, part: isSmall })
            // Before gigabytes are fetched, it is known whether they would be of use.
            refuse(
              context.input,
              checkSettings(shelf.staging).problems,
              'Its weights were not fetched.'
            )
          })
      },
      weightsStep(options, shelfFor, isDone),
      {
        name: 'add',
        title: 'Add it to the base models',
        run: (context) => locked(shelfFor(context.input), (shelf) => add(options, context, shelf))
      }
    ],
    finished: ({ name }) => `${name} is here and can be trained.`
  }
}

function weightsStep(
  options: DownloadOptions,
  shelfFor: (input: DownloadInput) => Shelf,
  isDone: (input: DownloadInput, part: (file: HubFile) => boolean) => boolean
): Step<DownloadInput> {
  return {
    name: 'weights',
    title: 'Fetch the weights',
    weight: 96,
    done: (input) => isDone(input, () => true),
    run: (context) =>
      locked(shelfFor(context.input), async (shelf) => {
        await fetchAll({ options, context, shelf, part: () => true })
        const { shape } = checkSettings(shelf.staging)
        refuse(context.input, checkWeights(shelf.staging, shape).problems, 'It was not added.')
      })
  }
}

type Context = StepContext<DownloadInput>

const isSmall = ({ name }: HubFile): boolean => !isWeights(name)

async function list(options: DownloadOptions, context: Context, shelf: Shelf): Promise<void> {
  const { input, signal, progress, log } = context
  const { repository, revision } = input
  const hub = await options.openHub()
  try {
    const listing = await withPatience({
      attempt: () => listRepository({ hub, repository, revision, signal }),
      progressed: () => false,
      wait: options.wait ?? realWait,
      signal,
      onWait: (seconds, why) => {
        log(`${why.message} ${why.detail ?? ''}`)
        progress(null, `Waiting ${String(seconds)} s before asking again`)
      }
    })
    log(`${repository} at ${listing.revision}: ${listing.files.length} files`)
    shelf.writeListing(listing)
  } finally {
    await hub.close()
  }
}

async function fetchAll({
  options,
  context,
  shelf,
  part
}: {
  options: DownloadOptions
  context: Context
  shelf: Shelf
  part: (file: HubFile) => boolean
}): Promise<void> {
  const { input, signal, progress, log } = context
  const listing = shelf.readListing()
  if (!listing) throw listGone(input)
  const chosen = listing.files.filter(part)
  const totalBytes = sum(chosen)
  const files = missing(shelf, listing, part)
  await assertSpace({
    doing: `Downloading ${input.name}`,
    dir: shelf.staging,
    bytes: sum(listing.files) - (shelf.begun()?.bytes ?? 0),
    freeBytes: options.freeBytes ?? freeBytesOnDisk
  })
  const hub = await options.openHub()
  const speed = createSpeed(totalBytes)
  let before = totalBytes - sum(files)
  try {
    for (const file of files) {
      const { name } = file
      let bytes = 0
      let brought = 0
      await withPatience({
        attempt: () => {
          brought = 0
          return fetchFile({
            hub,
            repository: input.repository,
            revision: listing.revision,
            file,
            part: shelf.part(name),
            target: shelf.file(name),
            signal,
            onBytes: (there, fresh) => {
              bytes = there
              brought = fresh
              progress((before + there) / totalBytes, speed.say(before + there))
            }
          })
        },
        progressed: () => brought > 0,
        wait: options.wait ?? realWait,
        signal,
        onWait: (seconds, why) => {
          log(`${why.message} ${why.detail ?? ''}`)
          progress((before + bytes) / totalBytes, `Waiting ${String(seconds)} s before going on`)
        }
      })
      log(`${name}: ${String(file.bytes)} bytes, as listed`)
      before += file.bytes
    }
  } finally {
    await hub.close()
  }
}

async function add({ models }: DownloadOptions, { input }: Context, shelf: Shelf): Promise<void> {
  const listing = shelf.readListing()
  const whole = shelf.whole() ?? (listing && shelf.finish(listing))
  if (!whole) throw listGone(input)
  await models.register({
    kind: 'base',
    name: input.name,
    parentId: null,
    runId: null,
    path: whole.folder,
    quantization: null,
    licence: input.licence ?? whole.listing.licence,
    canaryAgrees: null,
    origin: { repository: input.repository, revision: whole.listing.revision }
  })
}

/** One download at a time works in a folder, whichever window or terminal began it. */
async function locked(shelf: Shelf, work: (shelf: Shelf) => Promise<void>): Promise<void> {
  shelf.prepare()
  const taken = takeLock(shelf.lock)
  if ('heldBy' in taken) {
    throw new AppError({
      code: 'conflict',
      message: `Another Understudy (process ${taken.heldBy.pid}) is fetching this model. Nothing was changed.`,
      remedy: { text: 'Wait until it has finished, then continue here.', action: 'retry' }
    })
  }
  try {
    await work(shelf)
  } finally {
    taken.release()
  }
}

const missing = (shelf: Shelf, { files }: Listing, part: (file: HubFile) => boolean): HubFile[] =>
  files.filter((file) => part(file) && !shelf.has(file.name))

const sum = (files: readonly HubFile[]): number =>
  files.reduce((bytes, file) => bytes + file.bytes, 0)

function refuse({ name }: DownloadInput, problems: readonly string[], outcome: string): void {
  if (problems.length === 0) return
  throw new AppError({
    code: 'model_unreadable',
    message: `${name} cannot be trained here. ${problems.join(' ')} ${outcome}`,
    remedy: {
      text: 'Discard what was fetched, and choose another base model.',
      action: 'open-base-models'
    }
  })
}

const listGone = ({ name }: DownloadInput): AppError =>
  new AppError({
    code: 'not_found',
    message: `What was fetched of ${name} is gone. Nothing else was harmed.`,
    remedy: { text: 'Download it again.', action: 'open-base-models' }
  })
