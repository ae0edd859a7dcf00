import { Link, useLocation } from 'wouter'
import type { Topic } from '@contract/topics'
import { Status, type StatusKind } from '../../ui/Status'
import { Table, type Column } from '../../ui/Table'
import { count, whenDay } from '../../ui/words'

/** One row a topic: opens it. */
export const TopicsTable = ({ topics }: { topics: Topic[] }) => {
  const [, navigate] = useLocation()
  return (
    <Table
      label="Topics"
      columns={columns}
      rows={topics}
      keyOf={({ id }) => id}
      onOpen={({ id }) => navigate(`/topics/${id}`)}
    />
  )
}

const columns: Column<Topic>[] = [
  {
    name: 'Topic',
    wide: true,
    cell: ({ id, title }) => (
      <Link className="cell" href={`/topics/${id}`} title={title}>
        {title}
      </Link>
    )
  },
  { name: 'Kind', className: 'muted', minor: true, cell: ({ kind }) => kind },
  { name: 'Status', cell: (topic) => <TopicStatus topic={topic} /> },
  {
    name: 'Changed',
    numeric: true,
    className: 'faint',
    cell: ({ updatedAt }) => changed(whenDay(updatedAt))
  }
]

const changed = (day: string) => (/^(Today|Yesterday)$/.test(day) ? day.toLowerCase() : day)

const TopicStatus = ({ topic }: { topic: Topic }) => {
  const { kind, words } = statusOf(topic)
  return (
    <span title={topic.statusReason ?? undefined}>
      <Status kind={kind}>{words}</Status>
    </span>
  )
}

const statusOf = ({ status, statusReason, drafts }: Topic): { kind: StatusKind; words: string } => {
  switch (status) {
    case 'toRank':
      return { kind: 'you', words: `${count(drafts, 'draft')} to rank` }
    case 'writing':
      return { kind: 'writing', words: drafts > 0 ? `Writing, ${drafts} done` : 'Writing' }
    case 'waiting':
      return { kind: 'waiting', words: 'Waiting to write' }
    case 'ranked':
      return { kind: 'done', words: 'Ranked' }
    case 'stopped':
      return { kind: 'stop', words: sayStopped(statusReason) }
    case 'noDrafts':
      return { kind: 'none', words: 'No drafts' }
  }
}

/** The reason beside the word where it is short; else in the row's tooltip and on the topic. */
const sayStopped = (reason: string | null) =>
  reason !== null && reason.length <= 20 ? `Stopped, ${reason}` : 'Stopped'
