import { z } from 'zod'
import type { ServerModel } from '@contract/generation'

/** A model on LM Studio's disk. `loading` is known to its older list alone. */
export type LmStudioModel = ServerModel & {
  loading: boolean
  maxContext: number | null
  /** What of it is in memory: usually its key, then `key:2`. */
  instances: { id: string; contextLength: number | null }[]
}

const Quantization = z.object({ name: z.string().nullish() }).nullish()

const Listed = z.object({
  models: z.array(
    z.object({
      type: z.string(),
      key: z.string().min(1),
      display_name: z.string().nullish(),
      quantization: Quantization,
      size_bytes: z.int().nullish(),
      params_string: z.string().nullish(),
      loaded_instances: z.array(
        z.object({
          id: z.string(),
          config: z.object({ context_length: z.int().nullish() }).nullish()
        })
      ),
      max_context_length: z.int().nullish()
    })
  )
})

const OlderList = z.object({
  data: z.array(
    z.object({
      id: z.string().min(1),
      type: z.string().nullish(),
      quantization: z.string().nullish(),
      state: z.string().nullish(),
      max_context_length: z.int().nullish(),
      loaded_context_length: z.int().nullish()
    })
  )
})

/** The answer to `GET /api/v1/models`, without models that only embed; null when it is none. */
export function readModels(body: unknown): LmStudioModel[] | null {
  const list = Listed.safeParse(body)
  if (!list.success) return null
  return list.data.models.filter(writes).map((model) => {
    const [instance] = model.loaded_instances
    return {
      id: model.key,
      name: model.display_name ?? model.key,
      detail: detailOf([
        model.params_string,
        model.quantization?.name,
        contextOf(instance?.config?.context_length ?? model.max_context_length)
      ]),
      loaded: instance !== undefined,
      sizeBytes: model.size_bytes ?? null,
      loading: false,
      maxContext: model.max_context_length ?? null,
      instances: model.loaded_instances.map(({ id, config }) => ({
        id,
        contextLength: config?.context_length ?? null
      }))
    }
  })
}

/** The answer to `GET /api/v0/models`, as versions before 0.4 have it. */
export function readOlderModels(body: unknown): LmStudioModel[] | null {
  const list = OlderList.safeParse(body)
  if (!list.success) return null
  return list.data.data.filter(writes).map((model) => ({
    id: model.id,
    name: model.id,
    detail: detailOf([
      model.quantization,
      contextOf(model.loaded_context_length ?? model.max_context_length)
    ]),
    loaded: model.state === 'loaded',
    sizeBytes: null,
    loading: model.state === 'loading',
    maxContext: model.max_context_length ?? null,
    instances:
      model.state === 'loaded'
        ? [{ id: model.id, contextLength: model.loaded_context_length ?? null }]
        : []
  }))
}

const writes = ({ type }: { type?: string | null | undefined }): boolean =>
  !/^embeddings?$/.test(type ?? '')

const contextOf = (tokens: number | null | undefined): string | null =>
  tokens == null ? null : `context ${tokens.toLocaleString('en-GB')}`

const detailOf = (parts: (string | null | undefined)[]): string => parts.filter(Boolean).join(', ')
