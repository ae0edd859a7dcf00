import { RETRY, StepFailure, withRepairs } from '../deployment/step-failure'
import type { TargetContext } from '../deployment/target'
import { toAppError } from '../../app-error'
import { postForLines } from './lines'

/** The first real chat: whether what Ollama made of the file can be loaded and answers at all. */
export async function loadInOllama(root: string, context: TargetContext): Promise<string> {
  const { deployment, signal, progress } = context
  const { key, contextLength } = deployment
  if (key === null) throw new Error('A model is loaded after it was made.')
  progress(null, `Loading with a context of ${contextLength.toLocaleString('en-GB')} tokens`)
  await postForLines({
    root,
    path: '/api/chat',
    body: {
      model: key,
      messages: [{ role: 'user', content: 'Hello' }],
      options: { num_predict: 1, temperature: 0, num_ctx: contextLength }
    },
    signal,
    onLine: () => undefined
  }).catch((thrown: unknown) => {
    signal.throwIfAborted()
    throw failureOf(thrown, deployment.name, contextLength)
  })
  return `Context ${contextLength.toLocaleString('en-GB')} tokens`
}

function failureOf(thrown: unknown, name: string, contextLength: number): StepFailure {
  const error = toAppError(thrown)
  const { message, detail } = error
  const memory = /requires more system memory \(([^)]+)\) than is available \(([^)]+)\)/i.exec(
    message
  )
  if (memory) {
    const half = Math.max(512, 2 ** (Math.ceil(Math.log2(contextLength)) - 1))
    return new StepFailure({
      code: 'engine_refused',
      message: `Ollama counts ${memory[1] ?? ''} for “${name}” with a context of ${contextLength.toLocaleString('en-GB')} tokens, and ${memory[2] ?? ''} is free. The file is safe.`,
      remedy: { text: 'A smaller context needs less memory.' },
      repairs: [{ kind: 'smallerContext', contextLength: half }, RETRY],
      ...(detail !== null && { detail })
    })
  }
  return withRepairs(error, [RETRY])
}
