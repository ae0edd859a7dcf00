import path from 'node:path'
import { onTestFinished } from 'vitest'
import type { Job } from '../../../src-preload/contract/jobs'
import { RunChoices } from '../../../src-preload/contract/training'
import { newId } from '../../../src-main/database/ids'
import type { Database } from '../../../src-main/database/schema'
import { insertDrafts } from '../../../src-main/drafts/repository'
import { JobRunner } from '../../../src-main/jobs/runner'
import { saveModel } from '../../../src-main/models/repository'
import { insertPersona } from '../../../src-main/personas/repository'
import { insertRanking } from '../../../src-main/rankings/repository'
import { insertTopics } from '../../../src-main/topics/repository'
import { createRuns } from '../../../src-main/training/runs'
import { openTestProject } from '../../fixtures/project'

const root = path.resolve(import.meta.dirname, '../../..')

export const places = {
  /** The interpreter of development, which `npm test` prepares. */
  python: path.join(root, 'python-env/.venv-dev/bin/python'),
  trainerDir: path.join(root, 'python-env'),
  starterModel: path.join(root, 'resources/fetched/models/SmolLM2-135M-Instruct-Q4_1.gguf')
}

type Options = {
  rankings: number
  trainerDir?: string
  ggufPath?: string
  pythonPath?: () => Promise<string>
}

/** A project whose topics are ranked, and the runs service over it. */
export async function rankedProject({
  rankings,
  trainerDir = places.trainerDir,
  ggufPath = places.starterModel,
  pythonPath = async () => places.python
}: Options) {
  const { db, events, projectDir } = await openTestProject()
  // The starter model's folder takes a while and is named by what is in it: made once a checkout.
  const dataDir = path.join(root, 'node_modules/.cache/understudy-test')
  const baseModelId = await saveModel(db, {
    kind: 'base',
    name: 'SmolLM2 135M Instruct',
    parentId: null,
    runId: null,
    path: ggufPath,
    sizeBytes: 1,
    quantization: 'Q4_1',
    licence: 'Apache-2.0',
    canaryAgrees: null
  })
  const personaId = await rankTopics(db, rankings)

  const choices = (): RunChoices => RunChoices.parse({ personaId })

  /** The services as a fresh start of the app makes them, over the same project. */
  const open = () => {
    const jobs = new JobRunner({ db, events, logsDir: path.join(projectDir, 'logs') })
    // Closing alone would leave a trainer at work.
    onTestFinished(async () => {
      for (const { id, state } of await jobs.list(10)) {
        if (state.status === 'running') await jobs.cancel(id)
        await jobs.finished(id)
      }
    })
    const runs = createRuns({
      db,
      jobs,
      events,
      projectDir,
      dataDir,
      python: {
        status: async () => ({ state: 'ready', path: '', checks: [], probe: null }),
        pythonPath
      },
      trainerDir,
      threads: 1,
      baseModel: async (id) => ({ id, name: 'SmolLM2 135M Instruct', ggufPath }),
      defaultBaseModelId: async () => baseModelId,
      registerAdapter: async ({ runId, kind, name, path: adapter }) =>
        saveModel(db, {
          kind,
          name,
          parentId: baseModelId,
          runId,
          path: adapter,
          sizeBytes: 1,
          quantization: null,
          licence: null,
          canaryAgrees: null
        })
    })
    const start = async (maxSteps?: number, more: Partial<RunChoices> = {}) =>
      runs.start({
        ...choices(),
        name: 'calm-engineer v1',
        notes: '',
        ...(maxSteps && { maxSteps }),
        ...more
      })
    return { jobs, runs, start }
  }
  return { db, events, projectDir, dataDir, personaId, baseModelId, choices, open, ...open() }
}

/** Each topic's first draft is the best; short ones, so that training them takes moments. */
async function rankTopics(db: Database, count: number): Promise<string> {
  const personaId = await insertPersona(db, {
    name: 'Calm Engineer',
    description: 'Says what is, and stops.',
    tags: [],
    keepOut: []
  })
  const topicIds = await insertTopics(
    db,
    Array.from({ length: count }, (_, index) => ({
      personaId,
      title: `Topic ${index}`,
      prompt: `Explain part ${index} of a bridge.`,
      kind: null
    }))
  )
  for (const [index, topicId] of topicIds.entries()) {
    const setId = newId()
    const texts = [
      'It carries load.',
      'It is a part of a bridge, as many are.',
      'Who knows, really.'
    ]
    const groups = (
      await insertDrafts(
        db,
        texts.map((text, variantIndex) => ({
          topicId,
          setId,
          variantIndex,
          text: `Part ${index}. ${text}`,
          cutShort: false,
          parentDraftId: null,
          origin: {
            engine: 'embedded',
            model: 'test',
            sampling: null,
            seed: null,
            promptTokens: null,
            completionTokens: null,
            elapsedMs: null
          }
        }))
      )
    ).map((id) => [id])
    await insertRanking(db, {
      topicId,
      setId,
      groups,
      presentation: groups.flat(),
      seed: 1,
      elapsedMs: 1000,
      appVersion: '0.1.0',
      editDraftId: null
    })
  }
  return personaId
}

/** For messages of failed expectations: why a job did not do as it should. */
export const reasonOf = ({ state }: Job): string =>
  state.status === 'failed' ? `${state.error.message}\n${state.error.detail ?? ''}` : state.status
