import type { CallName } from '@contract/calls'
import type { ChangeTopic } from '@contract/events'

type Pattern = CallName | `${string}.*`

/**
 * Which answers may be stale after a change, besides those of the topic's own feature.
 * Home shows something of everything and is always asked again.
 */
const alsoStale: Record<ChangeTopic, Pattern[]> = {
  project: ['*.*'],
  personas: ['topics.*', 'drafts.*', 'rankings.*', 'datasets.*', 'runs.preview'],
  topics: ['personas.*', 'drafts.*', 'rankings.sitting', 'datasets.*', 'runs.preview'],
  drafts: [
    'topics.*',
    'personas.*',
    'rankings.sitting',
    'rankings.ofTopic',
    'datasets.*',
    'rewards.*'
  ],
  rankings: [
    'topics.*',
    'personas.*',
    'drafts.*',
    'comments.*',
    'datasets.*',
    'runs.preview',
    'rewards.*'
  ],
  comments: [],
  engines: [],
  jobs: [],
  python: ['runs.preview', 'bases.*'],
  runs: ['models.*'],
  models: ['rewards.*', 'engines.*', 'runs.list', 'deployments.*', 'bases.*', 'server.status'],
  deployments: ['models.*', 'engines.*'],
  hub: ['bases.catalogue'],
  server: []
}

/**
 * Answers that follow their own stream, or that must hold still while the person works with them:
 * an item being ranked is asked for once.
 */
const never = new Set<string>(['rankings.item', 'runs.events', 'topics.previewPaste'])

/** True when the answer to `name` has to be asked for again after a change of `topic`. */
export const isStale = (name: string, topic: ChangeTopic): boolean => {
  if (never.has(name)) return topic === 'project'
  if (name === 'home.summary') return true
  const patterns: Pattern[] = [`${topic}.*`, ...alsoStale[topic]]
  return patterns.some((pattern) => matches(name, pattern))
}

const matches = (name: string, pattern: Pattern): boolean => {
  if (pattern === '*.*') return true
  if (!pattern.endsWith('.*')) return name === pattern
  return name.startsWith(pattern.slice(0, -1))
}
