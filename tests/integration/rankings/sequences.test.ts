import { v7 } from 'uuid'
import { expect, test, vi } from 'vitest'
import type { Ranking } from '../../../src-preload/contract/rankings'
import { presentationSeed } from '../../../src-main/rankings/shuffle'
import { openDesk, type Judge } from './desk'

// Rankings come back by their ids. Here all do, so that repeats, their edits and their undoing are common.
vi.mock('../../../src-main/database/ids', async () => {
  const { comesBack } = await import('../../../src-main/rankings/repeats')
  const newId = (): string => {
    const id = v7()
    return comesBack(id) ? id : newId()
  }
  return { newId }
})

/** A number from 0 to `below` − 1, the same for the same seed and step. */
const dice = (seed: number) => {
  let step = 0
  return (below: number): number => {
    step += 1
    return presentationSeed(`${String(seed)} ${String(step)}`) % below
  }
}

/** Some order of the drafts: with ties, as a verdict, with an edit, or plain. */
const someJudge =
  (roll: (below: number) => number): Judge =>
  (ids) => {
    const start = roll(ids.length)
    const [a = '', b = '', c = ''] = [...ids.slice(start), ...ids.slice(0, start)]
    const edit = roll(4) === 0 ? { draftId: a, text: `Edit ${String(roll(1000))}` } : null
    const elapsedMs = roll(10_000)
    if (roll(6) === 0) return { groups: [[a, b], [c]], accepted: [a, b], edit, elapsedMs }
    const groups = [[[a], [b], [c]], [[a], [b, c]], [[a, b, c]]][Math.min(2, roll(5))] ?? []
    return { groups, edit, elapsedMs }
  }

type Done = { ranking: Ranking; repeat: boolean; before: Ranking | null }

test.each([1, 2, 3])(
  'after any sequence of rankings, undos, redos and days the database holds what was done (%i)',
  async (seed) => {
    const desk = await openDesk({ topics: 40 })
    const roll = dice(seed)
    // What should be so, kept beside the app in plain sight.
    const inForce = new Map<string, Ranking>()
    const pressed: { topicId: string; groups: string[][]; elapsedMs: number }[] = []
    let past: Done[] = []
    let measured = 0

    const put = (topicId: string, ranking: Ranking | null): void => {
      if (ranking) inForce.set(topicId, ranking)
      else inForce.delete(topicId)
    }
    const rankOne = async (): Promise<void> => {
      const sitting = await desk.sitting()
      const returning = sitting.filter((id) => inForce.has(id))
      const choice = returning.length > 0 && roll(2) === 0 ? returning : sitting
      const topicId = choice[roll(Math.max(1, choice.length))]
      if (topicId === undefined) return
      const before = inForce.get(topicId) ?? null
      let elapsedMs = 0
      let groups: string[][] = []
      const judge = someJudge(roll)
      const { ranking, repeat } = await desk.rank(topicId, (ids) => {
        const judged = judge(ids)
        groups = judged.groups
        elapsedMs = judged.elapsedMs ?? 0
        return judged
      })
      expect(repeat !== null).toBe(before !== null)
      pressed.push({ topicId, groups, elapsedMs })
      past.push({ ranking, repeat: repeat !== null, before })
      if (repeat) measured += 1
      if (!repeat || ranking.edited) put(topicId, ranking)
    }
    const undoOne = async (): Promise<Done | undefined> => {
      const last = past.pop()
      if (!last) return undefined
      const { ranking, repeat, before } = last
      expect(await desk.call('rankings.undo', { id: ranking.id })).toEqual({
        topicId: ranking.topicId
      })
      if (repeat) measured -= 1
      put(ranking.topicId, before)
      return last
    }
    const undoAndRedo = async (): Promise<void> => {
      const last = await undoOne()
      if (!last) return
      const { ranking, repeat } = last
      expect(await desk.call('rankings.restore', { id: ranking.id })).toEqual(ranking)
      past = [...past, last]
      if (repeat) measured += 1
      if (!repeat || ranking.edited) put(ranking.topicId, ranking)
    }

    let mostMeasured = 0
    for (let step = 0; step < 200; step += 1) {
      const act = roll(8)
      if (act < 4) await rankOne()
      else if (act < 6) await undoOne()
      else if (act === 6) await undoAndRedo()
      else desk.wait(4)
      mostMeasured = Math.max(mostMeasured, measured)
    }

    expect(mostMeasured).toBeGreaterThan(2)
    for (const topicId of desk.topicIds) {
      expect(await desk.call('rankings.ofTopic', { topicId })).toEqual(inForce.get(topicId) ?? null)
    }
    const rows = await desk.rows()
    // Undoing removes nothing: each order that was ever made is there, as it was made.
    for (const { topicId, groups, elapsedMs } of pressed) {
      const found = rows.some(
        (row) =>
          row.topic_id === topicId &&
          row.elapsed_ms === elapsedMs &&
          row.groups.endsWith(JSON.stringify(groups).slice(1))
      )
      expect(found).toBe(true)
    }
    const standing = rows.filter(({ superseded_by }) => superseded_by === null)
    expect(standing.filter(({ repeat_of }) => repeat_of === null)).toHaveLength(inForce.size)
    expect(standing.filter(({ repeat_of }) => repeat_of !== null)).toHaveLength(measured)
    const counts = await desk.call('datasets.counts', {})
    const all = [...inForce.values()]
    expect(counts.rankings).toBe(all.length)
    expect(counts.edits).toBe(all.filter(({ edited }) => edited).length)
    expect(counts.pairs).toBe(all.reduce((sum, { pairs }) => sum + pairs, 0))
  }
)
