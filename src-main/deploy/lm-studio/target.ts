import fs from 'node:fs'
import path from 'node:path'
import { AppError } from '../../app-error'
import type { LmStudioOptions } from '../../generation/lm-studio/status'
import { createServer } from '../../generation/openai-compatible/server'
import { askServer, echoedName } from '../deployment/ask-tuned'
import type { StoredDeployment } from '../deployment/repository'
import { RETRY, StepFailure } from '../deployment/step-failure'
import type { Target } from '../deployment/target'
import type { FreeBytes } from '../../models/disk-space'
import { findKey, type IndexWait } from './find-key'
import { loadInStudio } from './load'
import { outlookOf } from './outlook'
import { placeInStudio } from './place'
import { isSameFile, sameBytes } from './place-file'
import { loadedBeside, modelsOf, studioAt, type Studio } from './studio'
import { unloadInstance } from './unload'

type Options = {
  /** Where LM Studio is, by the settings. */
  lmStudio: () => Promise<LmStudioOptions>
  freeBytes: FreeBytes
  indexWait: IndexWait
}

/** LM Studio as a place to bring models to. */
export function lmStudioTarget({ lmStudio, freeBytes, indexWait }: Options): Target {
  const open = async (): Promise<Studio> => studioAt(await lmStudio())
  /** A look that failed is no finding: the step then runs, and says what is wrong. */
  const listed = async (deployment: StoredDeployment) => {
    const models = await modelsOf(await open()).catch(() => [])
    return models.find(({ id }) => id === deployment.key)
  }
  return {
    name: 'LM Studio',
    standsOnStage: true,
    outlook: async (modelName, from) => outlookOf(await open(), { modelName, from }),
    place: async (context) => placeInStudio({ studio: await open(), freeBytes }, context),
    isPlaced: async ({ findings: { placed } }) => placed !== null && isSameFile(placed),
    index: async (context) => {
      const { placedAt: placed } = context.deployment
      if (placed === null) throw new Error('A file is looked for after it was placed.')
      const key = await findKey({ studio: await open(), placed, limits: indexWait }, context)
      await context.save({ key })
      return `As ${key}`
    },
    isIndexed: async (deployment) => (await listed(deployment)) !== undefined,
    load: async (context) => loadInStudio({ studio: await open() }, context),
    isLoaded: async (deployment) => {
      if (deployment.unload.length > 0) return false
      const instances = (await listed(deployment))?.instances ?? []
      return instances.some(
        ({ id, contextLength }) =>
          id === deployment.instanceId && (contextLength ?? Infinity) >= deployment.contextLength
      )
    },
    ask: async ({ deployment, signal }, question) => {
      const studio = await open()
      const { root, token } = studio
      const model = deployment.instanceId ?? deployment.key ?? ''
      const echoed = await echoedName({ who: 'LM Studio', root, token, model })
      if (echoed !== model && echoed !== deployment.key) {
        throw await wrongModel({ studio, deployment, model, echoed })
      }
      const server = createServer({ baseUrl: `${root}/v1`, token, name: 'LM Studio' })
      return askServer({ server, model, echoed, signal, ...question })
    },
    loadedOf: async (deployments) => {
      const models = await modelsOf(await open()).catch(() => [])
      const instances = new Set(models.flatMap((model) => model.instances.map(({ id }) => id)))
      return new Set(
        deployments
          .filter(({ instanceId }) => instanceId !== null && instances.has(instanceId))
          .map(({ id }) => id)
      )
    },
    unload: async ({ instanceId }) => {
      if (instanceId !== null) await unloadInstance(await open(), instanceId)
    },
    remove: async ({ findings: { placed } }, file) => {
      if (placed === null || !fs.existsSync(placed.path)) return
      const ours =
        (await isSameFile(placed)) || (file !== null && (await sameBytes(placed.path, file)))
      if (!ours) throw notOurs(placed.path)
      await fs.promises.rm(placed.path)
      // Only where nothing else is in it.
      await fs.promises.rmdir(path.dirname(placed.path)).catch(() => undefined)
    }
  }
}

async function wrongModel(options: {
  studio: Studio
  deployment: StoredDeployment
  model: string
  echoed: string
}): Promise<StepFailure> {
  const { studio, deployment, model, echoed } = options
  const others = loadedBeside(await modelsOf(studio).catch(() => []), deployment.key)
  const answering = others.filter(({ instanceId }) => instanceId === echoed)
  const unload = answering.length > 0 ? answering : others
  return new StepFailure({
    code: 'engine_no_model',
    message: `LM Studio was asked for “${model}” and answered with “${echoed}”, so nothing is proved. The file is safe in its place.`,
    remedy: {
      text:
        unload.length > 0
          ? `Older versions let any loaded model answer. Unload ${unload.map(({ name }) => `“${name}”`).join(' and ')}, and only this one is left.`
          : 'Older versions let any loaded model answer. Bring LM Studio up to date, then go on.',
      action: 'retry'
    },
    repairs: [
      ...(unload.length > 0 ? [{ kind: 'unloadOthers' as const, models: unload }] : []),
      RETRY
    ]
  })
}

const notOurs = (file: string): AppError =>
  new AppError({
    code: 'conflict',
    message: `${file} is no longer the file that was placed there, so it was left alone.`,
    remedy: { text: 'Delete it yourself, if it is not needed.' }
  })
