import { Link } from 'wouter'
import type { Topic } from '@contract/topics'
import type { Column } from '../../../ui/Table'
import { KindFilter } from './KindFilter'
import { TopicStatus } from './status'
import { sayChanged } from './words'

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
    minor: personaId === null,
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
  width: 'w-42',
  className: 'muted',
  cell: ({ personaName }) => <span title={personaName}>{personaName}</span>
}
