import { ArrowRight, CornerDownRight, FileText, UserRound } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { useLocation } from 'wouter'
import { commandOf, scopeOf, type CommandId } from '@contract/commands'
import { useCall } from '../../bridge'
import {
  allAvailable,
  plainButtons,
  type PlainButton,
  type Registration
} from '../../ui/commands/registry'
import { matchText, type Range } from './search'

/** One line of the palette. */
export type Entry = {
  key: string
  title: string
  /** What the line matched by, to be set bold. */
  ranges: readonly Range[]
  score: number
  icon: ReactNode
  /** The command whose key is printed. */
  command?: CommandId
  /** Beside the title: the persona of a topic. */
  detail?: string
  run: () => void
}

export type EntryGroup = { value: 'Do' | 'Go to' | 'Topics'; items: Entry[] }

/** The page under the palette: what is done there has this layer. */
const PAGE = 0
const TOPICS = 6

/** What fits the query, best first: commands that can be run now, places, personas, topics. */
export const useEntries = (query: string): EntryGroup[] => {
  const [now] = useState(() => [
    ...allAvailable(PAGE).filter(isOffered).map(commandEntry),
    ...plainButtons(PAGE).map(buttonEntry)
  ])
  const places = usePlaces(query)
  const topics = useTopics(query)
  const commands = fitting(now, query)
  const groups: EntryGroup[] = [
    { value: 'Do', items: commands.filter(({ command }) => !isPlace(command)) },
    { value: 'Go to', items: [...commands.filter(({ command }) => isPlace(command)), ...places] },
    { value: 'Topics', items: topics }
  ]
  return groups.filter(({ items }) => items.length > 0)
}

/** Not itself, nor what only opens it. */
const isOffered = ({ id, title }: Registration) =>
  id !== 'app.palette' && !(id === 'app.find' && title === FIND)

/** What ⌘F is called where a screen has nothing of its own to find in. */
export const FIND = 'Find a topic, persona or command'

const isPlace = (id: CommandId | undefined) => id !== undefined && commandOf(id).group === 'go'

const commandEntry = ({ id, title, icon, run }: Registration): Entry => ({
  key: `${id} ${title}`,
  title,
  ranges: [],
  // The screen's own acts stand before those that are there everywhere.
  score: scopeOf(id) === 'everywhere' ? 0.5 : 0,
  icon: icon() ?? (isPlace(id) ? <ArrowRight /> : <CornerDownRight />),
  command: id,
  run
})

const buttonEntry = ({ title, icon, run }: PlainButton): Entry => ({
  key: `button ${title}`,
  title,
  ranges: [],
  score: 0,
  icon: icon() ?? <CornerDownRight />,
  run
})

const usePlaces = (query: string): Entry[] => {
  const [, navigate] = useLocation()
  const personas = useCall('personas.list', {})
  // Before anything is typed the sidebar shows them all already.
  if (query.trim() === '') return []
  const entries = (personas.data ?? []).map(({ id, name }): Entry => ({
    key: id,
    title: name,
    ranges: [],
    score: 0,
    icon: <UserRound />,
    run: () => navigate(`/personas/${id}`)
  }))
  return fitting(entries, query).slice(0, TOPICS)
}

const useTopics = (query: string): Entry[] => {
  const [, navigate] = useLocation()
  const search = query.trim()
  const found = useCall(
    'topics.list',
    { search, limit: TOPICS },
    { enabled: search.length > 1, keepPrevious: true }
  )
  if (search.length < 2) return []
  return (found.data?.topics ?? []).map(({ id, title, personaName }): Entry => ({
    key: id,
    title,
    ranges: matchText(title, search)?.ranges ?? [],
    score: 0,
    icon: <FileText />,
    detail: personaName,
    run: () => navigate(`/topics/${id}`)
  }))
}

/** Two buttons of the same name do the same: one of them is enough. */
const fitting = (entries: Entry[], query: string): Entry[] => {
  const titles = new Set<string>()
  return entries
    .flatMap((entry) => {
      const match = matchText(entry.title, query)
      if (!match) return []
      return { ...entry, ranges: match.ranges, score: entry.score + match.score }
    })
    .toSorted((a, b) => a.score - b.score)
    .filter(({ title }) => !titles.has(title) && titles.add(title))
}
