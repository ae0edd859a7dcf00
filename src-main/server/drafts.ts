import { Hono } from 'hono'
import { z } from 'zod'
import type { Client } from '../client'
import { ApiError } from './api-error'
import type { ServerEnv } from './calls-log'
import { parseBody } from './chat-request'
import { readJson } from './limits'

type Options = {
  call: Client
  /** Settled when the job has ended. @throws AppError what it failed with */
  jobEnded: (jobId: string) => Promise<void>
}

const NewDrafts = z.object({
  /** Name or id of a persona. */
  persona: z.string().min(1, 'must name a persona'),
  prompt: z.string().trim().min(1, 'must not be empty').max(8000),
  /** Of the topic; the prompt's first line when left out. */
  title: z.string().trim().min(1).max(200).optional(),
  count: z.int().min(2).max(4).optional(),
  seed: z.int().min(0).max(0x7fffffff).optional()
})

const Place = z.union([z.string(), z.array(z.string()).min(1)])
const NewRanking = z.object({
  /** Draft ids from best to worst; ids in an inner array are tied. */
  order: z.array(Place).min(1).max(4),
  /** As `GET` gave it: says in which order the drafts were shown. */
  seed: z.int(),
  elapsed_ms: z.int().nonnegative().default(0),
  edit: z.object({ draft: z.string(), text: z.string() }).optional(),
  comment: z.string().trim().min(1).max(4000).optional()
})

/**
 * Drafts for scripts: ask for some in a persona's voice, read them blind, send a ranking back. It all
 * lands in the open project, as if it had been done in the window.
 */
export function draftRoutes({ call, jobEnded }: Options): Hono<ServerEnv> {
  const routes = new Hono<ServerEnv>()

  /** The topic as it would be ranked: shuffled, without a word on what wrote which. */
  const shown = async (topicId: string) => {
    const item = await call('rankings.item', { topicId })
    return {
      id: item.topicId,
      object: 'drafts',
      persona: item.personaName,
      title: item.title,
      prompt: item.prompt,
      seed: item.seed,
      drafts: item.drafts.map(({ id, text }) => ({ id, text }))
    }
  }

  routes.get('/personas', async (context) => {
    const personas = await call('personas.list', {})
    return context.json({
      object: 'list',
      data: personas.map(({ id, name }) => ({ id, object: 'persona', name }))
    })
  })

  routes.post('/drafts', async (context) => {
    const asked = parseBody(NewDrafts, await readJson(context.req.raw))
    const personaId = await personaCalled(call, asked.persona)
    const title = asked.title ?? firstLine(asked.prompt)
    const { id } = await call('topics.create', { personaId, title, prompt: asked.prompt })
    const { jobId } = await call('drafts.write', {
      topicIds: [id],
      ...(asked.count === undefined ? {} : { count: asked.count }),
      ...(asked.seed === undefined ? {} : { seed: asked.seed })
    })
    await jobEnded(jobId)
    return context.json(await shown(id), 201)
  })

  routes.get('/drafts/:id', async (context) => context.json(await shown(context.req.param('id'))))

  routes.post('/drafts/:id/ranking', async (context) => {
    const topicId = context.req.param('id')
    const { order, seed, elapsed_ms, edit, comment } = parseBody(
      NewRanking,
      await readJson(context.req.raw)
    )
    const item = await call('rankings.item', { topicId })
    const { ranking } = await call('rankings.submit', {
      topicId,
      groups: order.map((place) => (typeof place === 'string' ? [place] : place)),
      presentation: item.drafts.map(({ id }) => id),
      seed,
      elapsedMs: elapsed_ms,
      edit: edit === undefined ? null : { draftId: edit.draft, text: edit.text }
    })
    if (comment !== undefined) await call('comments.add', { topicId, draftId: null, text: comment })
    return context.json(
      {
        id: ranking.id,
        object: 'ranking',
        topic: topicId,
        order: ranking.groups,
        pairs: ranking.pairs
      },
      201
    )
  })

  return routes
}

async function personaCalled(call: Client, asked: string): Promise<string> {
  const personas = await call('personas.list', {})
  const wanted = asked.toLocaleLowerCase()
  const found = personas.filter(
    ({ id, name }) => id === asked || name.toLocaleLowerCase() === wanted
  )
  const [only] = found
  if (only && found.length === 1) return only.id
  throw new ApiError({
    status: found.length === 0 ? 404 : 409,
    message:
      found.length === 0
        ? `There is no persona “${asked.slice(0, 100)}”.`
        : `${String(found.length)} personas are called “${asked.slice(0, 100)}”: name one by its id.`,
    param: 'persona'
  })
}

const TITLE_CHARS = 80

const firstLine = (prompt: string): string => {
  const line = prompt.split('\n', 1)[0]?.trim() ?? ''
  return line.length <= TITLE_CHARS ? line : `${line.slice(0, TITLE_CHARS - 1)}…`
}
