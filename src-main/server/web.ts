import { Hono } from 'hono'
import type { Client } from '../client'
import type { CompletionRequest } from '../generation/embedded/client'
import type { WrittenDraft } from '../generation/generator'
import { ApiError, toApiError } from './api-error'
import type { CallsLog, ServerEnv } from './calls-log'
import { answerChat } from './chat'
import { ChatRequest, parseBody } from './chat-request'
import { draftRoutes } from './drafts'
import { guard } from './guard'
import { createPlaces, readJson } from './limits'
import { modelCalled, type NamedModel } from './served-models'

export type WebOptions = {
  log: CallsLog
  port: () => number
  token: () => string
  models: () => Promise<NamedModel[]>
  /** @throws AppError what the engine fails with */
  complete: (modelId: string, request: CompletionRequest) => Promise<WrittenDraft>
  call: Client
  /** Settled when the job has ended. @throws AppError what it failed with */
  jobEnded: (jobId: string) => Promise<void>
}

const ROUTES = 'GET /v1/models, POST /v1/chat/completions, GET /v1/personas, POST /v1/drafts'

/** The routes of the local server, behind its guard. Every failure leaves as an error of the API. */
export function createWeb(options: WebOptions): Hono<ServerEnv> {
  const { log, port, token, models, complete, call, jobEnded } = options
  const places = createPlaces()
  const web = new Hono<ServerEnv>()
  web.use(log.middleware)
  web.use(guard({ port, token }))

  web.get('/v1/models', async (context) =>
    context.json({ object: 'list', data: (await models()).map(listed) })
  )
  web.get('/v1/models/:name', async (context) =>
    context.json(listed(modelCalled(await models(), context.req.param('name'))))
  )
  web.post('/v1/chat/completions', async (context) => {
    const request = parseBody(ChatRequest, await readJson(context.req.raw))
    const model = modelCalled(await models(), request.model)
    return answerChat({ context, request, model, complete, done: places.take() })
  })
  web.route('/v1', draftRoutes({ call, jobEnded }))

  web.notFound((context) => {
    const error = unknownRoute(`${context.req.method} ${context.req.path}`)
    return context.json(error.body(), error.status)
  })
  web.onError((thrown, context) => {
    const error = toApiError(thrown)
    return context.json(error.body(), error.status)
  })
  return web
}

const listed = ({ name }: NamedModel) => ({
  id: name,
  object: 'model',
  created: 0,
  owned_by: 'understudy'
})

const unknownRoute = (route: string): ApiError =>
  new ApiError({
    status: 404,
    message: `There is no ${route.slice(0, 100)}. There are: ${ROUTES}.`,
    code: 'unknown_route'
  })
