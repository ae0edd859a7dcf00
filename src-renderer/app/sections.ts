import type { CommandId } from '@contract/commands'

/** The sections that exist, in the order of the loop. */
export const sections = [
  { title: 'Home', href: '/' },
  { title: 'Rank', href: '/rank' },
  { title: 'Personas', href: '/personas' },
  { title: 'Topics', href: '/topics' },
  { title: 'Train', href: '/train' },
  { title: 'Models', href: '/models' },
  { title: 'Settings', href: '/settings' }
] as const

/** Where the commands of “Go to” lead. */
export const pages = {
  'go.home': '/',
  'go.rank': '/rank',
  'go.personas': '/personas',
  'go.topics': '/topics',
  'go.train': '/train',
  'go.models': '/models',
  'go.chat': '/models/chat',
  'go.general': '/settings/general',
  'go.engines': '/settings/engines',
  'go.python': '/settings/python'
} as const satisfies Partial<Record<CommandId, string>>
