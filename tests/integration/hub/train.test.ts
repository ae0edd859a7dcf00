import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { createClient } from '../../../src-main/client'
import { exportFolder } from '../../../src-main/deploy/export-folder'
import { baseStep } from '../../../src-main/deploy/trainer-steps'
import { hubHandlers } from '../../../src-main/hub/bases'
import { createModels } from '../../../src-main/models/models'
import { rewardHandlers } from '../../../src-main/models/rewards'
import { memorySecrets } from '../../../src-main/secrets'
import { createRuns } from '../../../src-main/training/runs'
import { tinyModel } from '../../fixtures/hub/tiny-model'
import { temporaryFolder } from '../../fixtures/project'
import { places, rankedProject, reasonOf } from '../training/ranked-project'

const MINUTES = 60_000

/** The real trainer over a real model of two layers, from the folder where the person has it. */
test(
  'a run, scoring and an export work from a base that is a folder',
  async () => {
    const { db, events, projectDir, jobs, personaId } = await rankedProject({ rankings: 4 })
    const dataDir = temporaryFolder()
    const resourcesDir = path.resolve(import.meta.dirname, '../../../resources')
    const models = createModels({ db, events, projectDir, resourcesDir })
    const python = {
      pythonPath: async () => places.python,
      status: async () => ({ state: 'ready' as const, path: '', checks: [], probe: null })
    }
    const common = { db, events, jobs, models, python, projectDir, dataDir, resourcesDir }
    const trainer = { trainerDir: places.trainerDir, threads: 1 }
    const runs = createRuns({
      ...common,
      ...trainer,
      baseModel: models.baseModel,
      defaultBaseModelId: models.defaultBaseModelId,
      registerAdapter: models.registerAdapter
    })
    const call = createClient({
      ...hubHandlers({
        ...common,
        secrets: memorySecrets(),
        proxy: async () => ({ url: '', user: '', password: null })
      }),
      ...rewardHandlers({ ...common, ...trainer })
    })
    const folder = path.join(temporaryFolder(), 'tiny')
    fs.mkdirSync(folder)
    for (const [name, content] of tinyModel()) fs.writeFileSync(path.join(folder, name), content)
    const added = await call('bases.import', { path: folder, name: 'Tiny', how: 'inPlace' })
    if (!added.done) throw new Error('It is used where it is.')

    const preview = await runs.preview({ ...choices, personaId, baseModelId: added.model.id })
    expect(preview.estimate.memory?.weights).toBeGreaterThan(0)
    const run = await runs.start({
      ...choices,
      name: 'tiny v1',
      notes: '',
      personaId,
      baseModelId: added.model.id,
      maxSteps: 2
    })
    const trained = await jobs.finished(run.jobId)
    expect(trained.state.status, reasonOf(trained)).toBe('succeeded')
    const { adapterId } = await runs.get(run.id)
    expect(await models.get(adapterId ?? '')).toMatchObject({ parentId: added.model.id })

    const topic = await db.selectFrom('topics').select('id').executeTakeFirstOrThrow()
    const { jobId } = await call('rewards.score', { topicIds: [topic.id] })
    const scored = await jobs.finished(jobId)
    expect(scored.state.status, reasonOf(scored)).toBe('succeeded')
    const pick = await call('rewards.pick', { topicId: topic.id, reveal: true })
    expect(pick).toMatchObject({ state: 'scored' })

    const unused = () => Promise.reject(new Error('Nothing is asked in this test.'))
    const options = {
      ...common,
      ...trainer,
      systemMessage: async () => '',
      greedy: unused,
      inspect: unused
    }
    const input = { adapterId: adapterId ?? '', name: 'tiny-v1', quantizations: ['F16' as const] }
    const context = { signal: new AbortController().signal, progress: () => {}, log: () => {} }
    await baseStep(options).run({ ...context, jobId, input })
    const plan: unknown = JSON.parse(fs.readFileSync(exportFolder(projectDir, input).plan, 'utf8'))
    expect(plan).toEqual({ baseFolder: folder })
    expect(await baseStep(options).done?.(input)).toBe(true)
  },
  5 * MINUTES
)

const choices = {
  preset: 'recommended' as const,
  stages: ['sft' as const, 'reward' as const],
  overrides: {},
  continueFrom: null,
  learnFrom: 'all' as const
}
