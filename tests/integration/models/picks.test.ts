import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { createClient } from '../../../src-main/client'
import type { Database } from '../../../src-main/database/schema'
import { listLatestDrafts } from '../../../src-main/drafts/repository'
import { JobRunner } from '../../../src-main/jobs/runner'
import { acceptHandlers } from '../../../src-main/models/accept-picks'
import { createModels } from '../../../src-main/models/models'
import { rewardHandlers } from '../../../src-main/models/rewards'
import { saveScores } from '../../../src-main/models/scores'
import { rankingHandlers } from '../../../src-main/rankings/rankings'
import { createWritingNow } from '../../../src-main/topics/writing-now'
import { updateRun } from '../../../src-main/training/repository'
import { containing } from '../../fixtures/containing'
import { openTestProject, temporaryFolder } from '../../fixtures/project'
import { fillProject } from '../../fixtures/written-project'
import { insertFinishedRun } from './finished-run'

/** Four topics, the first ranked, and a way to a reward model that has scored drafts. */
async function projectToPickFor() {
  const { db, events, projectDir } = await openTestProject()
  const { topicIds, personaIds } = await fillProject(db, { topics: 4, ranked: 1 })
  const jobs = new JobRunner({ db, events, logsDir: path.join(projectDir, 'logs') })
  const models = createModels({ db, events, projectDir, resourcesDir: temporaryFolder() })
  const python = { pythonPath: () => Promise.reject(new Error('Nothing is scored here.')) }
  const common = { db, jobs, models, python, projectDir, dataDir: projectDir }
  const call = createClient({
    ...rewardHandlers({ ...common, trainerDir: projectDir, threads: 1 }),
    ...acceptHandlers({ db, events, appVersion: '0.0.0' }),
    ...rankingHandlers({ db, events, writingNow: createWritingNow(), appVersion: '0.0.0' })
  })
  const train = async () => {
    const base = await models.register({
      kind: 'base',
      name: 'base',
      path: fileIn(projectDir, 'base.gguf'),
      parentId: null,
      runId: null,
      quantization: null,
      licence: null,
      canaryAgrees: null
    })
    const runId = await insertFinishedRun(db, {
      baseModelId: base.id,
      personaId: personaIds[0] ?? null
    })
    const folder = path.join(projectDir, 'runs', runId)
    fs.mkdirSync(folder, { recursive: true })
    const reward = { runId, kind: 'reward' as const, name: 'calm scorer', baseModelId: base.id }
    return { id: await models.registerAdapter({ ...reward, path: folder }), runId, folder }
  }
  return { db, call, topicIds, personaId: personaIds[0] ?? '', train }
}

function fileIn(dir: string, name: string): string {
  const file = path.join(dir, name)
  fs.writeFileSync(file, 'x')
  return file
}

/** The drafts of a topic with these scores, in their own order. */
async function scoreDrafts(db: Database, topicId: string, modelId: string, scores: number[]) {
  const drafts = await listLatestDrafts(db, topicId)
  const ids = drafts.map(({ id }) => id)
  const own = ids.map((draftId, index) => ({ draftId, score: scores[index] ?? 0 }))
  await saveScores(db, modelId, own)
  return ids
}

test('an opinion is hidden until the topic is ranked or the person asks, and says what it is worth', async () => {
  const { db, call, topicIds, personaId, train } = await projectToPickFor()
  const [ranked = '', waiting = ''] = topicIds
  expect(await call('rewards.agreement', { personaId })).toBeNull()
  expect(await call('rewards.pick', { topicId: waiting })).toEqual({ state: 'noModel' })
  await expect(call('rewards.score', { topicIds: [waiting] })).rejects.toMatchObject({
    code: 'engine_no_model'
  })
  const { id, runId, folder } = await train()
  const unmeasured = { modelName: 'calm scorer', heldOut: null }
  expect(await call('rewards.agreement', { personaId })).toEqual(unmeasured)
  await updateRun(db, runId, {
    data: {
      rankings: 9,
      edits: 0,
      pairs: 27,
      sftRows: 0,
      rewardRows: 27,
      heldOutPairs: 6,
      heldOutTopics: 2
    },
    reward: {
      firstLoss: 1,
      lastLoss: 0.5,
      heldOutLoss: 0.5,
      preferenceAccuracy: 5 / 6,
      tokensPerSecond: 1,
      steps: 2,
      seconds: 1,
      peakMemoryMb: 1
    }
  })
  const drafts = await scoreDrafts(db, waiting, id, [0.1, 0.9, 0.85])
  await scoreDrafts(db, ranked, id, [0.1, 0.9, 0.2])

  expect(await call('rewards.pick', { topicId: waiting })).toMatchObject({ state: 'hidden' })
  expect(await call('rewards.pick', { topicId: ranked })).toMatchObject({ state: 'scored' })
  const asked = await call('rewards.pick', { topicId: waiting, reveal: true })
  expect(asked).toMatchObject({
    state: 'scored',
    modelName: 'calm scorer',
    best: drafts[1],
    heldOut: { hits: 5, of: 6 }
  })
  expect(asked.state === 'scored' && asked.lead).toBeCloseTo(0.05)
  const measured = { modelName: 'calm scorer', heldOut: { hits: 5, of: 6 } }
  expect(await call('rewards.agreement', { personaId })).toMatchObject(measured)

  fs.rmSync(folder, { recursive: true })
  // What it said stays known; more it cannot say.
  expect(await call('rewards.pick', { topicId: ranked })).toMatchObject({ state: 'scored' })
  const [, , other = ''] = topicIds
  expect(await call('rewards.pick', { topicId: other, reveal: true })).toEqual({
    state: 'filesMissing',
    modelName: 'calm scorer'
  })
  await expect(call('rewards.score', { topicIds: [other] })).rejects.toMatchObject({
    code: 'not_found',
    message: containing('files of the reward model')
  })
})

test('its picks are accepted for many topics, and each can be taken back', async () => {
  const { db, call, topicIds, train } = await projectToPickFor()
  const [ranked = '', one = '', two = ''] = topicIds
  const { id } = await train()
  const ofRanked = await scoreDrafts(db, ranked, id, [1, 0, 0])
  const ofOne = await scoreDrafts(db, one, id, [0, 1, -1])
  const ofTwo = await scoreDrafts(db, two, id, [0, -1, 1])
  const picks = await call('rewards.picks', { topicIds: [ranked, one, two] })
  expect(picks.map(({ ranked: is, pick }) => [is, pick.state === 'scored' && pick.best])).toEqual([
    [true, ofRanked[0]],
    [false, ofOne[1]],
    [false, ofTwo[2]]
  ])

  const before = await call('rankings.ofTopic', { topicId: ranked })
  const accepted = await call('rewards.accept', {
    picks: [
      { topicId: ranked, draftId: ofRanked[0] ?? '' },
      { topicId: one, draftId: ofOne[1] ?? '' },
      { topicId: two, draftId: ofTwo[2] ?? '' }
    ],
    elapsedMs: 3000
  })
  expect(accepted).toMatchObject({ skipped: 1 })
  expect(await call('rankings.ofTopic', { topicId: ranked })).toEqual(before)
  expect(await call('rankings.ofTopic', { topicId: one })).toMatchObject({
    id: accepted.rankingIds[0],
    groups: [[ofOne[1]], [ofOne[0], ofOne[2]]],
    accepted: [ofOne[1]],
    pairs: 2
  })
  for (const rankingId of accepted.rankingIds) await call('rankings.undo', { id: rankingId })
  expect(await call('rankings.ofTopic', { topicId: one })).toBeNull()

  await expect(
    call('rewards.accept', {
      picks: [{ topicId: ranked, draftId: ofRanked[1] ?? '' }],
      elapsedMs: 0
    })
  ).rejects.toMatchObject({ code: 'conflict' })
})
