import { slug } from '../training/run-name'
import { ApiError } from './api-error'

/** What the embedded engine can load: a GGUF file, or an adapter on its base. */
export type ServedModel = { id: string; name: string; detail: string }

/** A model under the name that programs ask for it with, such as `calm-engineer-v3-q4_k_m`. */
export type NamedModel = { name: string; modelId: string }

/**
 * Names from what people call the models, with the quantization behind it, and a number where two
 * would be alike: the older one keeps the plain name, so that a name does not change its meaning.
 */
export function nameModels(models: readonly ServedModel[]): NamedModel[] {
  const taken = new Set<string>()
  return models.map(({ id, name, detail }) => {
    const quantization = /^[A-Z]+\d\w*/.exec(detail)?.[0].toLowerCase()
    const base = [slug(name) || 'model', quantization].filter(Boolean).join('-')
    let unique = base
    for (let number = 2; taken.has(unique); number += 1) unique = `${base}-${String(number)}`
    taken.add(unique)
    return { name: unique, modelId: id }
  })
}

/** @throws ApiError 404 that names the models there are */
export function modelCalled(models: readonly NamedModel[], asked: string): NamedModel {
  const found = models.find(({ name, modelId }) => name === asked || modelId === asked)
  if (found) return found
  const names = models.map(({ name }) => `“${name}”`).join(', ')
  throw new ApiError({
    status: 404,
    message:
      models.length === 0
        ? 'There is no model to answer with yet.'
        : `There is no model “${asked.slice(0, 100)}”. There are: ${names}.`,
    param: 'model',
    code: 'model_not_found'
  })
}
