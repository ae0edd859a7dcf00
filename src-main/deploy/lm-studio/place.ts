import fs from 'node:fs'
import path from 'node:path'
import { lookAtLmStudio } from '../../generation/lm-studio/status'
import type { FreeBytes } from '../../models/disk-space'
import type { StoredDeployment } from '../deployment/repository'
import { RETRY, StepFailure } from '../deployment/step-failure'
import type { TargetContext } from '../deployment/target'
import { folderName as plainName } from '../export-folder'
import { freeFolderName, PUBLISHER } from './folder-name'
import { describePlaced, placeFile, sameBytes, stagedName } from './place-file'
import { lists, type Studio } from './studio'

type Options = { studio: Studio; freeBytes: FreeBytes }

/**
 * Brings the file into LM Studio's models folder, as `understudy/<model>/<file>.gguf`. The folder is
 * new and this deployment's own, so nothing of others is ever overwritten, moved or looked into.
 *
 * @throws StepFailure where there is no LM Studio: the file is whole, and can be shown
 */
export async function placeInStudio(
  { studio, freeBytes }: Options,
  context: TargetContext
): Promise<string> {
  const { deployment, file, signal, progress, save } = context
  const { home } = studio
  if (!home) throw notHere({ studio, deployment, file })
  const publisher = publisherFolder(home.modelsFolder, { deployment, file })
  const look = await lookAtLmStudio(studio)
  const keysBefore = lists(look) ? look.models.map(({ id }) => id) : null
  const { folderName, target } = await claimFolder({ publisher, deployment, file, save })
  const there = fs.existsSync(target)
  // It got its name, and the app was gone before that was written down.
  const placed = there
    ? await describePlaced(target, isLink(target, file) ? 'link' : 'copy')
    : await placeFile({ source: file, target, freeBytes, signal, progress })
  await save({
    placedAt: target,
    key: null,
    instanceId: null,
    findings: { placed, ...(!there && { keysBefore }) }
  })
  const how = placed.how === 'copy' ? '' : ', same disk, no copy needed'
  return `${path.basename(home.modelsFolder)}/${PUBLISHER}/${folderName}${how}`
}

/** Where a model of this name would go; the final name has a number where that one is taken. */
export const placeFor = (modelsFolder: string, name: string): string =>
  path.join(modelsFolder, PUBLISHER, plainName(name))

/** @throws StepFailure when LM Studio's folder is not there or leads elsewhere */
function publisherFolder(
  modelsFolder: string,
  { deployment, file }: Pick<TargetContext, 'deployment' | 'file'>
): string {
  const where = { deployment, file, modelsFolder }
  // Made where only itself is missing: with more missing, its disk is not connected.
  if (!fs.existsSync(path.dirname(modelsFolder))) throw folderGone(where)
  const publisher = path.join(modelsFolder, PUBLISHER)
  try {
    fs.mkdirSync(publisher, { recursive: true })
  } catch (cause) {
    throw folderRefused(where, cause)
  }
  if (fs.realpathSync(publisher) !== path.join(fs.realpathSync(modelsFolder), PUBLISHER)) {
    throw leadsElsewhere(publisher, where)
  }
  return publisher
}

/** Its own folder, of this try or an earlier one; written down before it is made. */
async function claimFolder({
  publisher,
  deployment,
  file,
  save
}: { publisher: string } & Pick<TargetContext, 'deployment' | 'file' | 'save'>): Promise<{
  folderName: string
  target: string
}> {
  const inside = (folderName: string): { folderName: string; target: string } => ({
    folderName,
    target: path.join(publisher, folderName, `${folderName}-${deployment.quantization}.gguf`)
  })
  const earlier = deployment.findings.folderName
  if (earlier !== null && (await isOurs(inside(earlier).target, file))) {
    fs.mkdirSync(path.join(publisher, earlier), { recursive: true })
    return inside(earlier)
  }
  for (;;) {
    const folderName = freeFolderName(publisher, deployment.name)
    await save({ findings: { folderName } })
    try {
      fs.mkdirSync(path.join(publisher, folderName))
      return inside(folderName)
    } catch (thrown) {
      const taken = thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST'
      if (!taken) throw thrown
    }
  }
}

/** Nothing is in the folder but what an earlier try has left, whole or half. */
async function isOurs(target: string, file: string): Promise<boolean> {
  const folder = path.dirname(target)
  const stats = fs.lstatSync(folder, { throwIfNoEntry: false })
  if (!stats) return true
  if (!stats.isDirectory()) return false
  const own = new Set([path.basename(target), path.basename(stagedName(target))])
  if (!fs.readdirSync(folder).every((name) => own.has(name))) return false
  const there = fs.lstatSync(target, { throwIfNoEntry: false })
  if (!there) return true
  const source = fs.statSync(file)
  if (!there.isFile() || there.size !== source.size) return false
  return isLink(target, file) || sameBytes(target, file)
}

/** Two names of the same bytes. */
function isLink(one: string, other: string): boolean {
  const [a, b] = [fs.statSync(one), fs.statSync(other)]
  return a.ino === b.ino && a.dev === b.dev
}

type Where = { deployment: StoredDeployment; file: string; modelsFolder: string }

const kept = ({ deployment, file, modelsFolder }: Where) => ({
  repairs: [
    RETRY,
    { kind: 'showFile' as const, file, folder: placeFor(modelsFolder, deployment.name) }
  ],
  detail: modelsFolder
})

function notHere(options: {
  studio: Studio
  deployment: StoredDeployment
  file: string
}): StepFailure {
  const { studio, deployment, file } = options
  const folder = placeFor(`${studio.userHome}/.lmstudio/models`, deployment.name)
  const far = !['127.0.0.1', 'localhost', '[::1]'].includes(new URL(studio.root).hostname)
  return new StepFailure({
    code: 'engine_unreachable',
    message: far
      ? `LM Studio is on another computer (${new URL(studio.root).host}), whose folders cannot be reached from here. The file of “${deployment.name}” is made and safe.`
      : `LM Studio was not found on this computer. The file of “${deployment.name}” is made and safe.`,
    remedy: {
      text: far
        ? 'Show the file, copy it into LM Studio’s models folder there, and load it in its window.'
        : 'Install LM Studio, open it once, then go on; or show the file and copy it yourself.',
      action: 'retry'
    },
    repairs: [{ kind: 'showFile', file, folder: far ? null : folder }, RETRY]
  })
}

const folderGone = (where: Where): StepFailure =>
  new StepFailure({
    ...kept(where),
    code: 'engine_unreachable',
    message: `LM Studio’s models folder, ${where.modelsFolder}, is not there; the disk that holds it may not be connected. The file of “${where.deployment.name}” is made and safe.`,
    remedy: { text: 'Connect the disk, or choose another folder in LM Studio.', action: 'retry' }
  })

const folderRefused = (where: Where, cause: unknown): StepFailure =>
  new StepFailure({
    ...kept(where),
    code: 'forbidden',
    message: `Nothing may be written to LM Studio’s models folder, ${where.modelsFolder}. The file of “${where.deployment.name}” is made and safe.`,
    remedy: { text: 'Allow it in the folder’s permissions, or copy the file yourself.' },
    cause
  })

const leadsElsewhere = (publisher: string, where: Where): StepFailure =>
  new StepFailure({
    ...kept(where),
    code: 'forbidden',
    message: `${publisher} is a link to another place, so nothing was written there. The file of “${where.deployment.name}” is made and safe.`,
    remedy: { text: 'Remove the link, then go on.', action: 'retry' }
  })
