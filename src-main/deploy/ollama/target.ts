import { z } from 'zod'
import { checkGguf } from '../../generation/gguf-check'
import { ask, complaintIn } from '../../generation/lm-studio/ask'
import { createServer } from '../../generation/openai-compatible/server'
import { askServer, echoedName } from '../deployment/ask-tuned'
import type { StoredDeployment } from '../deployment/repository'
import type { Target, TargetContext } from '../deployment/target'
import { digestOf, hasBlob, uploadBlob } from './blob'
import { complained, postForLines, wentAway } from './lines'
import { loadInOllama } from './load'
import { freeModelName } from './model-name'
import { ollamaTemplate } from './template'
import { assertOllama, lookAtOllama, sayLook } from './version'

const Models = z.object({ models: z.array(z.looseObject({ name: z.string() })) })

const TIMEOUT_MS = 30_000

/**
 * Ollama as a place to bring models to: the file is handed over by its hash (place), a model is made
 * of it (index), chatted with once (load), and proved as everywhere. Only merged files are given:
 * newer versions take no adapters.
 */
export function ollamaTarget({ root }: { root: string }): Target {
  return {
    name: 'Ollama',
    standsOnStage: true,
    outlook: async () => {
      const look = await lookAtOllama(root)
      const ready = look.state === 'ready'
      const sentence = sayLook(look, root)
      return {
        ready,
        sentence,
        folder: null,
        placing: 'upload',
        loaded: [],
        problems: ready ? [] : [sentence]
      }
    },
    place: async ({ file, signal, progress, save }) => {
      await assertOllama(root, file)
      progress(null, 'Reading the file')
      const digest = await digestOf(file, signal)
      await save({ findings: { digest }, key: null, instanceId: null })
      if (await hasBlob(root, digest)) return 'Ollama had the file'
      await uploadBlob({ root, digest, file, signal, progress })
      return 'Handed to Ollama'
    },
    isPlaced: async ({ findings: { digest } }) =>
      digest !== null && (await hasBlob(root, digest).catch(() => false)),
    index: (context) => createModel(root, context),
    isIndexed: async ({ key }) => key !== null && (await namesIn(root, '/api/tags')).includes(key),
    load: (context) => loadInOllama(root, context),
    isLoaded: async ({ key }) => key !== null && (await namesIn(root, '/api/ps')).includes(key),
    ask: async ({ deployment, signal }, question) => {
      const model = deployment.key ?? ''
      const echoed = await echoedName({ who: 'Ollama', root, token: null, model })
      const server = createServer({ baseUrl: `${root}/v1`, token: null, name: 'Ollama' })
      return askServer({ server, model, echoed, signal, ...question })
    },
    // It loads what is asked for by itself, so what it has is on stage.
    loadedOf: async (deployments) => {
      const names = await namesIn(root, '/api/tags')
      return new Set(
        deployments.filter(({ key }) => key !== null && names.includes(key)).map(({ id }) => id)
      )
    },
    unload: async ({ key }) => {
      if (key !== null)
        await tell(root, { path: '/api/generate', body: { model: key, keep_alive: 0 } })
    },
    remove: ({ key }) => removeModel(root, key)
  }
}

/** Makes a model of the file, under a name that nothing has yet. */
async function createModel(root: string, context: TargetContext): Promise<string> {
  const { deployment, file, signal, progress, save } = context
  const { digest } = deployment.findings
  if (digest === null) throw new Error('A model is made of a file that was handed over.')
  await assertOllama(root, file)
  const key = deployment.key ?? freeModelName(deployment.name, await namesIn(root, '/api/tags'))
  await save({ key, instanceId: key })
  const template = ollamaTemplate((await checkGguf(file)).chatTemplate)
  const end = { succeeded: false }
  await postForLines({
    root,
    path: '/api/create',
    body: {
      model: key,
      files: { 'model.gguf': digest },
      parameters: {
        num_ctx: deployment.contextLength,
        // Its default of old punishes repeated words, which the model was not trained with.
        repeat_penalty: 1,
        ...(template && { stop: template.stop })
      },
      ...(template && { template: template.template }),
      ...(template?.system != null && { system: template.system })
    },
    signal,
    onLine: ({ status }) => {
      if (status === 'success') end.succeeded = true
      else if (status !== undefined) progress(null, status)
    }
  })
  if (!end.succeeded) throw complained('it ended without success')
  return `As ${key}`
}

/** Names with their tag; none where it cannot be asked. */
async function namesIn(root: string, path: '/api/tags' | '/api/ps'): Promise<string[]> {
  const answer = await ask({ root, token: null, path, timeoutMs: TIMEOUT_MS })
  const list = Models.safeParse(answer.answered ? answer.body : null)
  return list.data?.models.map(({ name }) => name) ?? []
}

async function tell(root: string, { path, body }: { path: string; body: object }): Promise<void> {
  const answer = await ask({ root, token: null, path, body, timeoutMs: TIMEOUT_MS })
  if (!answer.answered) throw wentAway(answer.cause)
  const words = complaintIn(answer.body)
  if (words !== null && !/not found/i.test(words)) throw complained(words)
}

/** The model is ours by its name, which was free when it was given. */
async function removeModel(root: string, key: StoredDeployment['key']): Promise<void> {
  if (key === null) return
  const response = await fetch(`${root}/api/delete`, {
    method: 'DELETE',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model: key }),
    redirect: 'manual',
    signal: AbortSignal.timeout(TIMEOUT_MS)
  }).catch((cause: unknown) => {
    throw wentAway(cause)
  })
  if (response.ok || response.status === 404) return
  throw complained((await response.text()) || `status ${String(response.status)}`)
}
