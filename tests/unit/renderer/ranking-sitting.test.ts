import { describe, expect, it } from 'vitest'
import {
  noSitting,
  progressOf,
  reduce,
  type SittingEvent
} from '../../../src-renderer/features/rank/sitting'
import {
  error,
  item,
  loaded,
  next,
  opened,
  pick,
  play,
  ranked,
  stored,
  undo
} from './ranking-events'

describe('a topic', () => {
  it('is chosen, stored and revealed', () => {
    const chosen = play(opened('a'), pick(1), pick(2))
    expect(chosen.scene).toMatchObject({ phase: 'storing', moves: [{ pick: 1 }, { pick: 2 }] })
    const revealed = play(chosen, stored('a'))
    expect(revealed.scene).toMatchObject({ phase: 'revealed', ranking: { topicId: 'a' } })
  })

  it('counts the time from its showing to the last key', () => {
    const { scene } = play(opened('a'), pick(1, 3_000), pick(2, 4_500.4))
    expect(scene).toMatchObject({ elapsedMs: 3_500 })
  })

  it('takes keys for drafts that are not there as nothing', () => {
    const state = opened('a')
    expect(reduce(state, pick(3))).toEqual(state)
  })

  it('takes no choice while it is still being read in', () => {
    const state = play(noSitting, { type: 'started', topicIds: ['a'] })
    expect(reduce(state, pick(0))).toEqual(state)
  })

  it('ignores an item that comes late for another topic', () => {
    const state = play(noSitting, { type: 'started', topicIds: ['a', 'b'] })
    expect(reduce(state, { type: 'loaded', item: item('b'), at: 0 })).toEqual(state)
  })

  it('that cannot be read can be tried again or skipped', () => {
    const unreadable = play(
      noSitting,
      { type: 'started', topicIds: ['a', 'b'] },
      { type: 'notLoaded', topicId: 'a', error }
    )
    expect(unreadable.scene).toMatchObject({ phase: 'unreadable' })
    expect(play(unreadable, { type: 'retry' }).scene.phase).toBe('loading')
    expect(play(unreadable, { type: 'skip' }).queue).toEqual(['b', 'a'])
  })
})

describe('storing that fails', () => {
  const unstored = play(opened('a', 'b'), pick(0), pick(1), { type: 'notStored', error })

  it('keeps the choice on the screen, with the reason', () => {
    expect(unstored.scene).toMatchObject({
      phase: 'unstored',
      moves: [{ pick: 0 }, { pick: 1 }],
      error
    })
  })

  it('is tried again with the same choice, by button or Return', () => {
    for (const event of [{ type: 'retry' }, { type: 'return', at: 9 }] satisfies SittingEvent[]) {
      expect(play(unstored, event).scene).toMatchObject({
        phase: 'storing',
        moves: [{ pick: 0 }, { pick: 1 }]
      })
    }
  })

  it('can be undone to the choice before', () => {
    expect(play(unstored, undo).scene).toMatchObject({ phase: 'choosing', moves: [{ pick: 0 }] })
  })

  it('can show the drafts as they are now', () => {
    expect(play(unstored, { type: 'reload' }).scene.phase).toBe('loading')
  })
})

describe('keys pressed while the answer is on its way', () => {
  it('Return goes on as soon as it is stored', () => {
    const state = play(opened('a', 'b'), pick(0), pick(1), next, stored('a'))
    expect(state.queue).toEqual(['b'])
    expect(state.scene.phase).toBe('loading')
    expect(progressOf(state)).toEqual({ done: 1, total: 2 })
  })

  it('Undo takes it back as soon as it is stored', () => {
    const state = play(opened('a'), pick(0), pick(1), undo, stored('a'))
    expect(state.scene.phase).toBe('takingBack')
  })
})

describe('next', () => {
  it('shows the next topic, and the end after the last', () => {
    const first = play(opened('a', 'b'), ...ranked('a'), next)
    expect(first.scene.phase).toBe('loading')
    const last = play(first, loaded('b'), ...ranked('b'), next)
    expect(last.scene.phase).toBe('finished')
    expect(progressOf(last)).toEqual({ done: 2, total: 2 })
  })

  it('leaves the second of four open', () => {
    const state = play(opened('four'), pick(0), pick(1), next)
    expect(state.scene).toMatchObject({ phase: 'storing', then: 'reveal' })
  })

  it('does nothing while a choice is open', () => {
    const state = play(opened('a', 'b'), pick(0))
    expect(reduce(state, next)).toEqual(state)
  })
})

describe('skip', () => {
  it('sends the topic to the end of the sitting and drops its choices', () => {
    const state = play(opened('a', 'b', 'c'), pick(0), { type: 'skip' })
    expect(state.queue).toEqual(['b', 'c', 'a'])
    expect(state.scene.phase).toBe('loading')
    expect(progressOf(state)).toEqual({ done: 0, total: 3 })
  })

  it('of the last one ends the sitting; it still waits', () => {
    const state = play(opened('a'), { type: 'skip' })
    expect(state.scene.phase).toBe('finished')
    expect(state.queue).toEqual(['a'])
  })

  it('is undone', () => {
    const state = play(opened('a', 'b'), { type: 'skip' }, loaded('b'), undo)
    expect(state.queue).toEqual(['a', 'b'])
    expect(state.scene.phase).toBe('loading')
  })

  it('does not lose a ranking that is shown', () => {
    const state = play(opened('a', 'b'), ...ranked('a'))
    expect(reduce(state, { type: 'skip' })).toEqual(state)
  })
})

describe('undo', () => {
  it('steps back through the choices', () => {
    expect(play(opened('a'), pick(0), undo).scene).toMatchObject({ phase: 'choosing', moves: [] })
  })

  it('takes a shown ranking back and leaves its first choice', () => {
    const state = play(opened('a', 'b'), ...ranked('a'), undo, { type: 'takenBack', at: 50 })
    expect(state.scene).toMatchObject({ phase: 'choosing', moves: [{ pick: 0 }], since: 50 })
    expect(state.queue).toEqual(['a', 'b'])
    expect(progressOf(state)).toEqual({ done: 0, total: 2 })
  })

  it('steps back through the topics, with no limit', () => {
    let state = play(opened('a', 'b', 'c'), ...ranked('a'), next, loaded('b'), ...ranked('b'), next)
    state = play(state, loaded('c'), pick(2), undo, undo)
    expect(state.scene).toMatchObject({ phase: 'takingBack', past: { item: { topicId: 'b' } } })
    state = play(state, { type: 'takenBack', at: 9 }, undo, undo, { type: 'takenBack', at: 10 })
    expect(state.queue).toEqual(['a', 'b', 'c'])
    expect(state.scene).toMatchObject({ phase: 'choosing', item: { topicId: 'a' } })
  })

  it('works from the end of the sitting', () => {
    const end = play(opened('a'), ...ranked('a'), next)
    const state = play(end, undo, { type: 'takenBack', at: 9 })
    expect(state.queue).toEqual(['a'])
    expect(state.scene.phase).toBe('choosing')
  })

  it('that fails leaves everything as it stood and says so once', () => {
    const revealed = play(opened('a'), ...ranked('a'))
    const state = play(revealed, undo, { type: 'notTakenBack', error })
    expect(state.scene).toEqual(revealed.scene)
    expect(state.notice).toEqual(error)
    expect(play(state, next).notice).toBeNull()
  })

  it('at the very beginning does nothing', () => {
    const state = opened('a')
    expect(reduce(state, undo)).toEqual(state)
  })
})

describe('an edit', () => {
  const edited: SittingEvent = { type: 'edited', edit: { place: 0, text: 'Better.' } }

  it('before the order is stored with it', () => {
    expect(play(opened('a'), edited, pick(0), pick(1)).scene).toMatchObject({
      phase: 'storing',
      edit: { place: 0, text: 'Better.' }
    })
  })

  it('after the reveal stores the ranking anew', () => {
    expect(play(opened('a'), ...ranked('a'), edited).scene).toMatchObject({
      phase: 'storing',
      moves: [{ pick: 0 }, { pick: 1 }],
      edit: { text: 'Better.' }
    })
  })

  it('is undone after the choices and before the topic', () => {
    const state = play(opened('a'), edited, pick(0), undo, undo)
    expect(state.scene).toMatchObject({ phase: 'choosing', moves: [], edit: null })
  })

  it('survives a failure', () => {
    const state = play(opened('a'), edited, pick(0), pick(1), { type: 'notStored', error })
    expect(state.scene).toMatchObject({ phase: 'unstored', edit: { text: 'Better.' } })
  })
})

it('an empty sitting is finished at once', () => {
  const state = play(noSitting, { type: 'started', topicIds: [] })
  expect(state.scene.phase).toBe('finished')
  expect(progressOf(state)).toEqual({ done: 0, total: 0 })
})
