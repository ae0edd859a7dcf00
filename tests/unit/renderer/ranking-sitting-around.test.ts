import { describe, expect, it } from 'vitest'
import type { Sitting } from '../../../src-renderer/features/rank/scene'
import { noSitting, reduce, type SittingEvent } from '../../../src-renderer/features/rank/sitting'
import { pairsOfSitting, summaryOf } from '../../../src-renderer/features/rank/summary'
import { item, loaded, next, opened, pick, play, ranked, stored, undo } from './ranking-events'

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
