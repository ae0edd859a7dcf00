import fs from 'node:fs'
import path from 'node:path'
import { Id } from '@contract/common'
import type { ChatMessage } from '@contract/generation'
import { z } from 'zod'
import { AppError } from '../app-error'
import type { Database, Schema } from '../database/schema'
import { listLatestDrafts } from '../drafts/repository'
import type { JobDefinition } from '../jobs/definition'
import { messagesFor } from '../personas/prompt'
import { voiceOf } from '../personas/repository'
import { writeRows } from '../training/job-files'
import { trainerCanBeTakenUp } from '../training/trainer-process'
import { prepareBase, runCommand, type CommandOptions } from '../training/trainer-command'
import type { Models } from './models'
import { saveScores } from './scores'

export type ScoreOptions = CommandOptions & {
  db: Database
  projectDir: string
  /** Of the trainer; 0 leaves the number to torch. */
  threads: number
  models: Models
}

export const ScoreInput = z.object({
  modelId: Id,
  topicIds: z.array(Id).min(1),
  /** Where the trainer works; gone once the scores are kept. */
  folder: z.string()
})
export type ScoreInput = z.infer<typeof ScoreInput>

const Scores = z.object({ scores: z.array(z.object({ id: Id, scores: z.array(z.number()) })) })

/** Has a reward model score the latest drafts of topics. One model is in memory at a time. */
export function scoreJob(options: ScoreOptions): JobDefinition<ScoreInput> {
  const { db, models, projectDir, threads } = options
  return {
    kind: 'score',
    lane: 'training',
    input: ScoreInput,
    steps: () => [
      {
        name: 'score',
        title: 'Score the drafts',
        run: async (context) => {
          const { modelId, topicIds, folder } = context.input
          const runDir = path.join(projectDir, 'scores', folder)
          const output = path.join(runDir, 'scores.json')
          const data = path.join(runDir, 'rows.jsonl')
          const asked = await draftsToScore(db, topicIds)
          if (asked.length === 0) throw nothingToScore()
          writeRows(
            data,
            asked.map(({ id, messages, drafts }) => ({
              id,
              messages,
              responses: drafts.map(({ text }) => text)
            }))
          )
          const model = await models.get(modelId)
          const base = await models.baseModel(model.parentId ?? (await models.defaultBaseModelId()))
          const baseModel = await prepareBase({ options, context, base, runDir })
          await runCommand({
            options,
            context,
            job: {
              command: 'score',
              stage: 'score',
              runDir,
              baseModel,
              adapter: model.path,
              data,
              device: 'auto',
              precision: 'auto',
              threads,
              output
            }
          })
          const { scores } = Scores.parse(JSON.parse(fs.readFileSync(output, 'utf8')))
          const byTopic = new Map(scores.map((row) => [row.id, row.scores]))
          await saveScores(
            db,
            modelId,
            asked.flatMap(({ id, drafts }) =>
              drafts.flatMap((draft, index) => {
                const score = byTopic.get(id)?.[index]
                return score === undefined ? [] : [{ draftId: draft.id, score }]
              })
            )
          )
          fs.rmSync(runDir, { recursive: true, force: true })
        }
      }
    ],
    survives: ({ folder }) => trainerCanBeTakenUp(path.join(projectDir, 'scores', folder)),
    finished: ({ topicIds }) =>
      topicIds.length === 1
        ? 'The drafts are scored.'
        : `The drafts of ${topicIds.length} topics are scored.`
  }
}

type Asked = { id: string; messages: ChatMessage[]; drafts: Schema['drafts'][] }

/** Topics without drafts are passed over. */
async function draftsToScore(db: Database, topicIds: readonly string[]): Promise<Asked[]> {
  const asked: Asked[] = []
  for (const id of topicIds) {
    const topic = await db
      .selectFrom('topics')
      .select(['prompt', 'persona_id'])
      .where('id', '=', id)
      .where('deleted_at', 'is', null)
      .executeTakeFirst()
    const drafts = topic ? await listLatestDrafts(db, id) : []
    if (!topic || drafts.length === 0) continue
    const persona = await db
      .selectFrom('personas')
      .selectAll()
      .where('id', '=', topic.persona_id)
      .executeTakeFirstOrThrow()
    asked.push({ id, messages: messagesFor(voiceOf(persona), topic.prompt), drafts })
  }
  return asked
}

const nothingToScore = (): AppError =>
  new AppError({
    code: 'not_found',
    message: 'These topics have no drafts, so there was nothing to score.',
    remedy: { text: 'Write drafts first, then ask again.' }
  })
