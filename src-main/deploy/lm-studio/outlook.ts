import fs from 'node:fs'
import path from 'node:path'
import { lookAtLmStudio } from '../../generation/lm-studio/status'
import type { Outlook } from '../deployment/target'
import { placeFor } from './place'
import { loadedBeside, type Studio } from './studio'

/** What LM Studio is doing, and where in it a model of this name would go. */
export async function outlookOf(
  studio: Studio,
  { modelName, from }: { modelName: string; from: string }
): Promise<Outlook> {
  const look = await lookAtLmStudio(studio)
  const { home } = studio
  const modelsFolder = home?.modelsFolder ?? path.join(studio.userHome, '.lmstudio', 'models')
  const folder = placeFor(modelsFolder, modelName)
  return {
    ready: home !== null,
    sentence: home
      ? (look.error?.message ?? 'LM Studio is ready.')
      : `LM Studio was not found on this computer. The file is made all the same; it can be copied to ${folder} later.`,
    folder,
    placing: onOneDisk(from, modelsFolder) ? 'link' : 'copy',
    loaded: loadedBeside(look.models, null),
    problems: []
  }
}

function onOneDisk(one: string, other: string): boolean {
  return fs.statSync(nearest(one)).dev === fs.statSync(nearest(other)).dev
}

const nearest = (dir: string): string =>
  fs.existsSync(dir) || path.dirname(dir) === dir ? dir : nearest(path.dirname(dir))
