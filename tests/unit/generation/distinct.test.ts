import { expect, test } from 'vitest'
import { Sampling } from '@contract/generation'
import { AppError } from '../../../src-main/app-error'
import { writeDistinct, type WriteTask } from '../../../src-main/generation/distinct'
import type { GeneratedDraft } from '../../../src-main/generation/generator'

type Change = { temperature?: number; count?: number; signal?: AbortSignal; unlike?: string[] }

const request = (change: Change = {}) => ({
  messages: [],
  count: change.count ?? 3,
  seed: 5,
  sampling: Sampling.parse({ temperature: change.temperature ?? 0.7 }),
  ...(change.signal ? { signal: change.signal } : {}),
  ...(change.unlike ? { unlike: change.unlike } : {})
})

const draft = ({ index, seed }: WriteTask, text: string): GeneratedDraft => ({
  index,
  text,
  seed,
  stopReason: 'endOfTurn',
  promptTokens: 1,
  completionTokens: 1,
  elapsedMs: 1,
  firstTokenMs: 1
})

const texts = (drafts: GeneratedDraft[]) =>
  drafts.map((each) => ('error' in each ? each.error.code : each.text))

test('drafts that differ are written once', async () => {
  const rounds: number[] = []
  const drafts = await writeDistinct(request(), async (tasks) => {
    rounds.push(tasks.length)
    return tasks.map((task) => draft(task, `text ${task.index}`))
  })
  expect(texts(drafts)).toEqual(['text 0', 'text 1', 'text 2'])
  expect(rounds).toEqual([3])
})

test('a repeated or empty draft is written again with another seed, and its pieces are not told', async () => {
  const rounds: WriteTask[][] = []
  const told: boolean[] = []
  const drafts = await writeDistinct(
    { ...request(), onToken: () => undefined },
    async (tasks, onToken) => {
      rounds.push(tasks)
      told.push(onToken !== undefined)
      const words = rounds.length === 1 ? ['same', ' same\n', ''] : ['', 'second', 'third']
      return tasks.map((task) => draft(task, words[task.index] ?? ''))
    }
  )
  expect(texts(drafts)).toEqual(['same', 'second', 'third'])
  expect(rounds[1]?.map(({ index }) => index)).toEqual([1, 2])
  expect(new Set(rounds.flat().map(({ seed }) => seed)).size).toBe(5)
  expect(told).toEqual([true, false])
})

test('a model that only ever says one thing gets more freedom, and then gives up that draft', async () => {
  const temperatures: number[] = []
  const drafts = await writeDistinct(request(), async (tasks) => {
    temperatures.push(tasks.at(-1)?.sampling.temperature ?? 0)
    return tasks.map((task) => draft(task, 'always this'))
  })
  expect(texts(drafts)).toEqual(['always this', 'engine_refused', 'engine_refused'])
  expect(temperatures).toEqual([0.7, 0.7, expect.closeTo(1.1), expect.closeTo(1.5)])
})

test('at temperature 0 the first draft is the likeliest text and the others vary, and say how', async () => {
  const drafts = await writeDistinct(request({ temperature: 0 }), async (tasks) =>
    tasks.map((task) =>
      draft(task, task.sampling.temperature === 0 ? 'likeliest' : `${task.index}`)
    )
  )
  expect(texts(drafts)).toEqual(['likeliest', '1', '2'])
  expect(drafts[0]).not.toHaveProperty('sampling')
  expect(drafts[1]).toMatchObject({ sampling: { temperature: 0.7 } })
})

test('what failed stays failed, and a stop is not followed by another attempt', async () => {
  const error = new AppError({ code: 'engine_crashed', message: 'It stopped.' })
  let rounds = 0
  const failed = await writeDistinct(request(), async (tasks) => {
    rounds += 1
    return tasks.map((task) =>
      task.index === 1 ? { index: 1, error } : draft(task, `${task.index}`)
    )
  })
  expect(texts(failed)).toEqual(['0', 'engine_crashed', '2'])

  const stopped = await writeDistinct(request({ signal: AbortSignal.abort() }), async (tasks) => {
    rounds += 1
    return tasks.map((task) => draft(task, ''))
  })
  expect(texts(stopped)).toEqual(['', '', ''])
  expect(rounds).toBe(2)
})

test('a draft written alone is as its seed has it, unless it must differ from others', async () => {
  let rounds = 0
  const write = async (tasks: WriteTask[]): Promise<GeneratedDraft[]> => {
    rounds += 1
    return tasks.map((task) => draft(task, rounds < 3 ? 'Rain falls.' : 'Fog comes.'))
  }
  expect(texts(await writeDistinct(request({ count: 1 }), write))).toEqual(['Rain falls.'])
  rounds = 0
  const unlike = [' Rain\nfalls. ', 'Sun.']
  const drafts = await writeDistinct(request({ count: 1, unlike }), write)
  expect(texts(drafts)).toEqual(['Fog comes.'])
  expect(rounds).toBe(3)
})

test('an engine that dies has failed its drafts, and keeps those of an earlier attempt', async () => {
  const error = new AppError({ code: 'engine_crashed', message: 'It stopped.' })
  const never = await writeDistinct(request(), () => Promise.reject(error))
  expect(texts(never)).toEqual(['engine_crashed', 'engine_crashed', 'engine_crashed'])

  let rounds = 0
  const later = await writeDistinct(request(), (tasks) => {
    rounds += 1
    return rounds === 1
      ? Promise.resolve(tasks.map((task) => draft(task, 'same')))
      : Promise.reject(error)
  })
  expect(texts(later)).toEqual(['same', 'engine_crashed', 'engine_crashed'])

  const closing = new AppError({ code: 'cancelled', message: 'Stopped.' })
  await expect(writeDistinct(request(), () => Promise.reject(closing))).rejects.toBe(closing)
})
