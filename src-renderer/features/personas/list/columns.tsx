import { Link } from 'wouter'
import type { Topic } from '@contract/topics'
import type { Column } from '../../../ui/Table'
import { whenDay } from '../../../ui/words'
import { KindFilter } from './KindFilter'
import { TopicStatus } from './status'

/** The columns of a list of topics; over all personas it says whose each topic is. */
export const topicColumns = (listKey: string, personaId: string | null): Column<Topic>[] => [
  {
    name: 'Topic',
    sort: 'title',
    cell: ({ id, title }) => (
      <Link className="cell" href={`/topics/${id}`} title={title} tabIndex={-1}>
        {title}
      </Link>
    )
  },
  ...(personaId === null ? [personaColumn] : []),
  {
    name: 'Kind',
    sort: 'kind',
    width: 'w-28',
    className: 'muted',
    headEnd: <KindFilter listKey={listKey} personaId={personaId} />,
    cell: ({ kind }) => kind && <span title={kind}>{kind}</span>
  },
  {
    name: 'Status',
    sort: 'status',
    width: 'w-42',
    cell: (topic) => <TopicStatus topic={topic} />
  },
  {
    name: 'Changed',
    sort: 'changed',
    numeric: true,
    width: 'w-24',
    className: 'faint',
    cell: ({ updatedAt }) => sayChanged(updatedAt)
  }
]

const personaColumn: Column<Topic> = {
  name: 'Persona',
  sort: 'persona',
  width: 'w-46',
  className: 'muted',
  cell: ({ personaName }) => <span title={personaName}>{personaName}</span>
}

/** `today`, `yesterday`, `Monday`, `4 March`: in the middle of a row, days are no headings. */
export const sayChanged = (at: number, now = Date.now()): string => {
  const day = whenDay(at, now)
  return /^(Today|Yesterday)$/.test(day) ? day.toLowerCase() : day
}
