import type { ErrorEnvelope } from '@contract/errors'
import type { Ranking, SittingItem } from '@contract/rankings'
import { describe, expect, it } from 'vitest'
import type { Repeat, Sitting } from '../../../src-renderer/features/rank/scene'
import {
  noSitting,
  progressOf,
  reduce,
  type SittingEvent
} from '../../../src-renderer/features/rank/sitting'
import { pairsOfSitting, summaryOf } from '../../../src-renderer/features/rank/summary'

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

describe('accepting and rejecting', () => {
  const verdict: SittingEvent = { type: 'way', way: 'verdict' }
  const toggle = (place: number): SittingEvent => ({
    type: 'moved',
    move: { toggle: place },
    at: 0
  })

  it('is chosen for a topic and drops what was chosen the other way', () => {
    const state = play(opened('a'), pick(1), verdict)
    expect(state.scene).toMatchObject({ phase: 'choosing', way: 'verdict', moves: [] })
  })

  it('is stored by Return once something is accepted', () => {
    const none = play(opened('a'), verdict)
    expect(reduce(none, next)).toEqual(none)
    const state = play(none, toggle(2), toggle(0), next)
    expect(state.scene).toMatchObject({ phase: 'storing', way: 'verdict' })
  })

  it('rejects all with one key', () => {
    const state = play(opened('a'), verdict, { type: 'moved', move: 'rejectAll', at: 4 })
    expect(state.scene.phase).toBe('storing')
  })

  it('is undone key by key', () => {
    const stood = play(opened('a', 'b'), verdict, toggle(2), toggle(0), next, stored('a'), undo)
    const back = play(stood, { type: 'takenBack', at: 3 })
    expect(back.scene).toMatchObject({ way: 'verdict', moves: [{ toggle: 2 }, { toggle: 0 }] })
    expect(play(back, undo).scene).toMatchObject({ moves: [{ toggle: 2 }] })
  })

  it('can be how a topic begins', () => {
    const state = play(
      noSitting,
      { type: 'started', topicIds: ['a'] },
      { type: 'loaded', item: item('a'), at: 0, way: 'verdict' }
    )
    expect(state.scene).toMatchObject({ phase: 'choosing', way: 'verdict' })
  })
})

describe('a topic that came back', () => {
  const repeat = { rankedAt: 5, pairs: 3, agreed: 2 }

  it('says so only once it is ranked', () => {
    const choosing = play(opened('a'), pick(0))
    expect(choosing.scene).not.toHaveProperty('repeat')
    expect(play(choosing, pick(1), stored('a', repeat)).scene).toMatchObject({ repeat })
  })

  it('adds no pairs to the sitting', () => {
    const state = play(opened('a', 'b'), pick(0), pick(1), stored('a', repeat))
    expect(pairsOfSitting(state)).toBe(0)
    expect(summaryOf(state)).toMatchObject({ topics: 1, pairs: 0, repeats: 1 })
  })

  it('can be undone like any other', () => {
    const state = play(opened('a'), pick(0), pick(1), stored('a', repeat), undo)
    expect(state.scene).toMatchObject({ phase: 'takingBack', past: { repeat } })
  })
})

describe('what was chosen before the window was closed', () => {
  it('is chosen again', () => {
    const kept = {
      way: 'order' as const,
      moves: [{ pick: 2 }],
      edit: { place: 0, text: 'Better.' }
    }
    const state = play(
      noSitting,
      { type: 'started', topicIds: ['a'] },
      { type: 'loaded', item: item('a'), at: 0, kept }
    )
    expect(state.scene).toMatchObject({ phase: 'choosing', ...kept })
  })
})

describe('undo pressed while a ranking is being taken back', () => {
  it('goes on as soon as main has answered', () => {
    const second = play(opened('a', 'b'), ...ranked('a'), next, loaded('b'), ...ranked('b'), undo)
    const pressed = play(second, undo, undo)
    expect(pressed.scene).toMatchObject({ phase: 'takingBack', more: 2 })
    const state = play(pressed, { type: 'takenBack', at: 1 })
    expect(state.scene).toMatchObject({ phase: 'takingBack', past: { item: { topicId: 'a' } } })
  })
})

describe('a look at another screen', () => {
  const away = (state: Sitting, topicIds: string[], first: string | null = null): Sitting =>
    play(state, { type: 'left', at: 5_000 }, { type: 'resumed', topicIds, first, at: 65_000 })

  it('keeps what was chosen, and does not count the time away', () => {
    const state = away(play(opened('a', 'b'), pick(1)), ['a', 'b'])
    expect(state.scene).toMatchObject({ phase: 'choosing', moves: [{ pick: 1 }] })
    expect(play(state, pick(2, 66_000)).scene).toMatchObject({ elapsedMs: 5_000 })
  })

  it('leaves out topics that went and adds new ones at the end', () => {
    expect(away(opened('a', 'b', 'c'), ['a', 'c', 'd']).queue).toEqual(['a', 'c', 'd'])
  })

  it('goes on with the next when the topic on the screen went', () => {
    const state = away(play(opened('a', 'b'), pick(1)), ['b'])
    expect(state.queue).toEqual(['b'])
    expect(state.scene.phase).toBe('loading')
  })

  it('keeps a revealed ranking, unless it was taken back elsewhere', () => {
    const revealed = play(opened('a', 'b'), ...ranked('a'))
    expect(away(revealed, ['b']).scene).toMatchObject({ phase: 'revealed' })
    expect(away(revealed, ['a', 'b']).scene.phase).toBe('loading')
  })

  it('forgets topics ranked before that wait again', () => {
    const state = away(play(opened('a', 'b'), ...ranked('a'), next, loaded('b')), ['b', 'a'])
    expect(state.past).toEqual([])
    expect(state.queue).toEqual(['b', 'a'])
  })

  it('begins with the topic that the person comes from', () => {
    const state = away(opened('a', 'b', 'c'), ['a', 'b', 'c'], 'c')
    expect(state.queue).toEqual(['c', 'a', 'b'])
    expect(state.scene.phase).toBe('loading')
  })

  it('shows other drafts from the beginning', () => {
    const before = play(opened('a'), pick(1))
    const same = play(before, { type: 'refreshed', item: { ...item('a'), title: 'New' }, at: 9 })
    expect(same.scene).toMatchObject({ moves: [{ pick: 1 }], item: { title: 'New' } })
    const [, ...drafts] = item('a').drafts
    const other = play(before, { type: 'refreshed', item: { ...item('a'), drafts }, at: 9 })
    expect(other.scene).toMatchObject({ phase: 'choosing', moves: [], since: 9 })
  })
})

describe('the summary of a sitting', () => {
  it('counts topics, pairs and what was skipped, and knows the median time', () => {
    const state = play(
      opened('a', 'b', 'c'),
      pick(0, 2_000),
      pick(1, 3_000),
      stored('a'),
      next,
      loaded('b'),
      pick(0, 2_000),
      pick(1, 9_000),
      stored('b'),
      next,
      loaded('c'),
      { type: 'skip' }
    )
    expect(summaryOf(state)).toEqual({
      topics: 2,
      pairs: 6,
      skipped: 1,
      repeats: 0,
      medianMs: 5_000,
      totalMs: 10_000
    })
  })

  it('knows no median of nothing', () => {
    expect(summaryOf(opened('a')).medianMs).toBeNull()
  })
})

it('an empty sitting is finished at once', () => {
  const state = play(noSitting, { type: 'started', topicIds: [] })
  expect(state.scene.phase).toBe('finished')
  expect(progressOf(state)).toEqual({ done: 0, total: 0 })
})

const undo: SittingEvent = { type: 'undo' }
const next: SittingEvent = { type: 'return', at: 0 }
const pick = (place: number, at = 0): SittingEvent => ({ type: 'moved', move: { pick: place }, at })
const loaded = (topicId: string): SittingEvent => ({
  type: 'loaded',
  item: item(topicId),
  at: 1_000
})
const stored = (topicId: string, repeat: Repeat | null = null): SittingEvent => ({
  type: 'stored',
  ranking: ranking(topicId),
  origins: {},
  repeat
})
const ranked = (topicId: string): SittingEvent[] => [pick(0), pick(1), stored(topicId)]

const error: ErrorEnvelope = {
  code: 'disk_full',
  message: 'The disk is full, so the ranking was not stored.',
  detail: null,
  remedy: null
}

function play(state: Sitting, ...events: SittingEvent[]): Sitting {
  return events.reduce(reduce, state)
}

function opened(...topicIds: string[]): Sitting {
  return play(noSitting, { type: 'started', topicIds }, loaded(topicIds[0] ?? ''))
}

function item(topicId: string): SittingItem {
  const letters = topicId === 'four' ? ['x', 'y', 'z', 'w'] : ['x', 'y', 'z']
  return {
    topicId,
    personaId: 'p',
    personaName: 'Plain',
    title: `Topic ${topicId}`,
    prompt: 'Write.',
    seed: 7,
    drafts: letters.map((id) => ({ id: `${topicId}-${id}`, text: `Draft ${id}.`, words: 2 }))
  }
}

function ranking(topicId: string): Ranking {
  return {
    id: `ranking-${topicId}`,
    topicId,
    topicTitle: `Topic ${topicId}`,
    personaName: 'Plain',
    groups: [[`${topicId}-x`], [`${topicId}-z`], [`${topicId}-y`]],
    pairs: 3,
    accepted: null,
    edited: false,
    createdAt: 0
  }
}
