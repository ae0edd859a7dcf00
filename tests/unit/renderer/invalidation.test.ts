import { describe, expect, it } from 'vitest'
import { calls } from '@contract/calls'
import { ChangeTopic } from '@contract/events'
import { isStale } from '../../../src-renderer/app/invalidation'

const staleAfter = (topic: ChangeTopic): string[] =>
  Object.keys(calls).filter((name) => isStale(name, topic))

describe('after a change', () => {
  it('Home is asked again whatever changed', () => {
    for (const topic of ChangeTopic.options) expect(staleAfter(topic)).toContain('home.summary')
  })

  it('the counts beside a persona follow its topics, drafts and rankings', () => {
    for (const topic of ['topics', 'drafts', 'rankings'] as const) {
      expect(staleAfter(topic)).toContain('personas.list')
      expect(staleAfter(topic)).toContain('personas.get')
    }
  })

  it('an item being ranked and the events of a run hold still', () => {
    for (const topic of ChangeTopic.options.filter((one) => one !== 'project')) {
      expect(staleAfter(topic)).not.toContain('rankings.item')
      expect(staleAfter(topic)).not.toContain('runs.events')
    }
  })

  it('another project makes everything stale', () => {
    expect(staleAfter('project')).toEqual(Object.keys(calls))
  })

  it('the sitting shortens with a ranking, and origins are revealed', () => {
    expect(staleAfter('rankings')).toEqual(
      expect.arrayContaining(['rankings.sitting', 'rankings.recent', 'drafts.list', 'topics.list'])
    )
  })

  it('a job touches nothing but jobs', () => {
    expect(staleAfter('jobs').every((name) => /^(jobs\.|home\.)/.test(name))).toBe(true)
  })
})
